/** The body of every refusal (RFC 9457), `application/problem+json`. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  /** What was wrong this time. */
  detail: string;
  /** What to do about it. */
  remedy: string;
  /** Which field is wrong and how, when the request was malformed. */
  issues?: { field: string; message: string }[];
  /** What is wrong in a file, by row and column; row 1 is its header, null is the whole row. */
  faults?: readonly { row: number; column: string | null; message: string }[];
}
