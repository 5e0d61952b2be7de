import { createTheme } from '@mantine/core';

/** Our look; shade 8, since the default blue is too pale for text on it (WCAG 2.2, 1.4.3). */
export const theme = createTheme({
  primaryShade: 8,
  defaultRadius: 'md',
  autoContrast: true,
});
