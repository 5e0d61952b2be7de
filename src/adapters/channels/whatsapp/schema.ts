import { z } from 'zod';

// Only what we read, and all of it optional where Meta leaves it out now and then: a message of a strange shape must
// not cost us the other 999 of its batch, so lists hold `unknown` and each item is parsed on its own.

const list = z.array(z.unknown()).catch([]);
const words = z.string().optional().catch(undefined);

/** The outermost shape of every webhook. */
export const EnvelopeSchema = z.object({ object: z.string(), entry: z.array(z.unknown()) });

/** One business account's part of a webhook. */
export const EntrySchema = z.object({ changes: z.array(z.unknown()) });

/** One change; `field` says what it is about, and only `messages` holds what residents wrote. */
export const ChangeSchema = z.object({ field: z.string(), value: z.unknown() });

/** The value of a change of field `messages`. */
export const MessagesValueSchema = z.object({
  metadata: z.object({ phone_number_id: z.string(), display_phone_number: words }),
  messages: list,
  statuses: list,
  errors: list,
});

const Media = z.object({ caption: words }).optional().catch(undefined);
const Titled = z.object({ title: words }).optional().catch(undefined);

const content = {
  // A message whose kind is missing is still a message, of a kind that we do not know.
  type: z.string().catch('unknown'),
  text: z.object({ body: words }).optional().catch(undefined),
  button: z.object({ text: words }).optional().catch(undefined),
  interactive: z.object({ button_reply: Titled, list_reply: Titled }).optional().catch(undefined),
  image: Media,
  video: Media,
  document: Media,
};

const Content = z.object(content);

/** One message of a resident. */
export const MessageSchema = z.object({
  ...content,
  id: z.string().min(1).max(512),
  from: words,
  from_user_id: words,
  group_id: words,
  // A string of Unix seconds; some relays send a number.
  timestamp: z.union([z.string(), z.number()]).optional().catch(undefined),
  edit: z
    .object({ message: Content.optional().catch(undefined) })
    .optional()
    .catch(undefined),
});

/** What a message holds, apart from who sent it and when. */
export type WhatsAppContent = z.infer<typeof Content>;

/** One message of a resident, as Meta writes it. */
export type WhatsAppMessage = z.infer<typeof MessageSchema>;

/** News of a message of ours. */
export const StatusSchema = z.object({
  id: z.string().min(1).max(512),
  status: z.string(),
  biz_opaque_callback_data: words,
  errors: z
    .array(z.object({ code: z.number() }))
    .optional()
    .catch(undefined),
});

/** News of a message of ours, as Meta writes it. */
export type WhatsAppStatus = z.infer<typeof StatusSchema>;

/** What the `messages` endpoint answers when it took a message. */
export const SentSchema = z.object({
  messages: z.tuple([z.object({ id: z.string().min(1) })]).rest(z.unknown()),
});

/** What the Graph API answers when it did not. */
export const GraphErrorSchema = z.object({ error: z.object({ code: z.number() }) });
