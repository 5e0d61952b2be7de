/**
 * Whether a conversation belongs to a share of all, in whole percent: 0 none, 100 every one. Depends on its id alone, so
 * that it stays on its side: a growing share only takes conversations in, a shrinking one only lets them go.
 */
export function isInShare(by: { conversationId: string; sharePercent: number }): boolean {
  return spread(by.conversationId) % 100 < by.sharePercent;
}

const OFFSET = 0x811c9dc5;
const PRIME = 0x01000193;

// FNV-1a over UTF-16 units, then MurmurHash3's last step: ids that differ in one letter land far apart. It is written
// out here because it must never change: another hash would put running conversations on the other side.
function spread(text: string): number {
  let hash = OFFSET;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), PRIME);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
