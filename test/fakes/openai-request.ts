import { z } from 'zod';
import { strictSchemaFaults } from './strict-schema.ts';

/** How a server can be asked for a shape. */
export type StandInFormat = 'json_schema' | 'json_object' | 'tool';

const Name = z.string().regex(/^[\w-]{1,64}$/);
const AnySchema = z.record(z.string(), z.unknown());
const StrictSchema = AnySchema.superRefine((schema, context) => {
  for (const fault of strictSchemaFaults(schema)) context.addIssue(fault);
});

// Strict, so that a parameter which the API does not know is found out here.
const base = {
  model: z.string(),
  messages: z.tuple([
    z.strictObject({ role: z.literal('system'), content: z.string().min(1) }),
    z.strictObject({ role: z.literal('user'), content: z.string().min(1) }),
  ]),
  max_completion_tokens: z.number().int().positive(),
  temperature: z.number().min(0).max(2).optional(),
};

const Request = z.union([
  z.strictObject({
    ...base,
    response_format: z.strictObject({
      type: z.literal('json_schema'),
      json_schema: z.strictObject({ name: Name, strict: z.literal(true), schema: StrictSchema }),
    }),
  }),
  z.strictObject({
    ...base,
    response_format: z.strictObject({ type: z.literal('json_object'), schema: AnySchema }),
  }),
  z.strictObject({
    ...base,
    tools: z.tuple([
      z.strictObject({
        type: z.literal('function'),
        function: z.strictObject({
          name: Name,
          strict: z.literal(true),
          parameters: StrictSchema,
        }),
      }),
    ]),
    tool_choice: z.strictObject({
      type: z.literal('function'),
      function: z.strictObject({ name: Name }),
    }),
  }),
]);

/** A request that passed the checks. */
export interface AskedQuestion {
  model: string;
  format: StandInFormat;
  name: string | null;
  system: string;
  user: string;
  schema: Record<string, unknown>;
  temperature: number | undefined;
}

/** The question that a request's body asks; a text says what is wrong with it. */
export function readQuestion(body: unknown): AskedQuestion | string {
  const parsed = Request.safeParse(body);
  if (!parsed.success) return parsed.error.message;
  const { model, messages, temperature } = parsed.data;
  const words = { model, system: messages[0].content, user: messages[1].content, temperature };
  if ('tools' in parsed.data) {
    const { name, parameters } = parsed.data.tools[0].function;
    const isForced = parsed.data.tool_choice.function.name === name;
    return isForced ? { ...words, format: 'tool', name, schema: parameters } : 'tool is not forced';
  }
  const format = parsed.data.response_format;
  if (format.type === 'json_schema') {
    return {
      ...words,
      format: 'json_schema',
      name: format.json_schema.name,
      schema: format.json_schema.schema,
    };
  }
  // OpenAI refuses this format when no message speaks of JSON.
  if (!/json/i.test(words.system)) return 'json_object without the word JSON';
  return { ...words, format: 'json_object', name: null, schema: format.schema };
}
