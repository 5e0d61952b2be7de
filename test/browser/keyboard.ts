import type { Locator } from 'playwright-core';

const STEPS_MAX = 150;

/** Presses Tab until that control has the focus, as somebody without a mouse does. @throws Error when Tab never comes there */
export async function tabTo(control: Locator): Promise<void> {
  await control.waitFor();
  const page = control.page();
  const reached = control.and(page.locator(':focus'));
  for (let step = 0; step < STEPS_MAX; step += 1) {
    await page.keyboard.press('Tab');
    if ((await reached.count()) > 0) return;
  }
  throw new Error(`Tab never comes to ${String(control)}`);
}

/** Goes to a control by Tab and presses Enter there. */
export async function tabAndEnter(control: Locator): Promise<void> {
  await tabTo(control);
  await control.page().keyboard.press('Enter');
}
