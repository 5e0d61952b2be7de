/** A page outside of the desk, for people who cannot sign in yet: no script, and either colour scheme. */
export const plainPage = (by: { title: string; inner: string }): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Night Porter: ${by.title}</title>
<style>:root { color-scheme: light dark } label, input, button { font: inherit } input { width: 100%; box-sizing: border-box; padding: .4rem } button { padding: .5rem 1rem }</style>
<main style="max-width: 26rem; margin: 3rem auto; padding: 0 1rem; font: 1rem/1.5 system-ui">
${by.inner}
</main>
</html>
`;
