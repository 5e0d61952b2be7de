import { createTheme, type CSSVariablesResolver } from '@mantine/core';

/** Our look; shade 8, since the default blue is too pale for text on it (WCAG 2.2, 1.4.3). */
export const theme = createTheme({
  primaryShade: 8,
  defaultRadius: 'md',
  autoContrast: true,
});

/** The quiet colours of text, made strong enough to be read on either ground (WCAG 2.2, 1.4.3). */
export const quietColours: CSSVariablesResolver = ({ colors }) => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': colors.gray[7],
    '--mantine-color-placeholder': colors.gray[7],
    '--mantine-color-orange-outline': '#a33b00',
    '--mantine-color-red-outline': colors.red[9],
    '--mantine-color-teal-outline': colors.teal[9],
    '--mantine-color-error': colors.red[9],
  },
  dark: {
    '--mantine-color-dimmed': colors.dark[0],
    '--mantine-color-placeholder': colors.dark[1],
    '--mantine-color-blue-outline': colors.blue[3],
    '--mantine-color-orange-outline': colors.orange[3],
    '--mantine-color-anchor': colors.blue[3],
    '--mantine-color-error': colors.red[4],
  },
});
