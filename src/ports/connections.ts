/** Something outside of the house that it may be connected to, as the settings say; never a secret. */
export interface Connection {
  kind: 'language-model' | 'embedder' | 'property-platform' | 'channel' | 'alerts';
  name: string;
  /** What is in use, and where it is. */
  inUse: string;
  isOpen: boolean;
  /** Which settings are missing, where it is closed for want of them. */
  missing: string[];
}
