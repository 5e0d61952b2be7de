-- Beside the worst danger that a message told of, every other one that words of its own tell of.
alter table inbound_messages add column other_dangers jsonb;
