import type { z } from 'zod';

/** One answer of a route that went well. */
export interface AnswerDescription {
  description: string;
  /** Of JSON; absent where there is no body, or one of another type. */
  schema?: z.ZodType;
  /** Where the body is not JSON. */
  mediaType?: string;
}

/** What a reader of `/openapi.json` is told of a route; rights, path parameters and refusals are added by the document. */
export interface RouteDescription {
  summary: string;
  /** Under which heading it stands. */
  tag: string;
  /** The schema by which the route reads its query. */
  query?: z.ZodType;
  /** The schema by which the route reads its body. */
  body?: z.ZodType;
  /** A body that is not JSON. */
  bodyMediaType?: string;
  headers?: { name: string; description: string }[];
  answers: Record<number, AnswerDescription>;
  /** Statuses of refusals besides those that every such route has. */
  refusals?: number[];
  /** What opens a route of staff besides their session. */
  alsoOpensTo?: 'portalSecret' | 'operatorsCommand';
}

/** Descriptions by route, written as in `route-rights.ts`. */
export type RouteDescriptions = Record<string, RouteDescription>;

/** A schema that says exactly what a type says: neither may change without the other. */
export function exactly<Type>() {
  return <Schema extends z.ZodType<Type>>(
    schema: [Type] extends [z.output<Schema>] ? Schema : never,
  ): Schema => schema;
}
