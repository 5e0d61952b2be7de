/** The address of the record that a text names: a reference, or a link into the desk; null where it names none. */
export function trailPath(text: string): string | null {
  const wanted = text.trim();
  if (/^MR-[0-9A-Z]+$/i.test(wanted)) return `/settings/audit/requests/${wanted.toUpperCase()}`;
  const [, place, id] =
    /\/(inbox|maintenance|conversations|requests)\/([\w%.:-]+)/.exec(wanted) ?? [];
  if (place === undefined || id === undefined) return null;
  const kind = place === 'inbox' || place === 'conversations' ? 'conversations' : 'requests';
  return `/settings/audit/${kind}/${id}`;
}
