import { z } from 'zod';

/** The fields of a chat completion that we read; compatible servers leave out or add the others as they like. */
export const CompletionSchema = z.object({
  model: z.string().optional().catch(undefined),
  usage: z
    .object({ prompt_tokens: z.int(), completion_tokens: z.int() })
    .nullish()
    .catch(undefined),
  choices: z
    .tuple([
      z.object({
        finish_reason: z.string().nullish(),
        message: z.object({
          content: z.string().nullish(),
          refusal: z.string().nullish(),
          tool_calls: z
            .array(z.object({ function: z.object({ name: z.string(), arguments: z.string() }) }))
            .nullish(),
        }),
      }),
    ])
    .rest(z.unknown()),
});

/** A chat completion, as far as we read it. */
export type Completion = z.infer<typeof CompletionSchema>;

/** A JSON schema as it travels in a request. */
export type WireSchema = Record<string, unknown>;

/**
 * A zod schema in the part of JSON Schema that strict structured output takes (OpenAI, "Structured Outputs",
 * supported schemas, read 2026-11-23): lengths of strings are no part of it and are left to the check of the answer.
 */
export function wireSchemaOf(schema: z.ZodType): WireSchema {
  const { $schema: _, ...wire } = z.toJSONSchema(schema, {
    target: 'draft-7',
    override: ({ jsonSchema }) => {
      delete jsonSchema.minLength;
      delete jsonSchema.maxLength;
    },
  });
  return wire;
}
