#!/bin/sh
# A portal's backend hands a resident's message over, then reads what was said. Run it with the house's address and
# secret: NIGHTPORTER_URL=... NIGHTPORTER_WEBHOOK_SECRET=... ./resident-message.sh RESIDENT PROPERTY "words"
set -eu
house() {
  curl --silent --show-error --fail-with-body --header "x-nightporter-secret: $NIGHTPORTER_WEBHOOK_SECRET" "$@"
}
# One key for each message; a second try after a lost answer takes the same one. Put words through a JSON encoder.
accepted=$(house "$NIGHTPORTER_URL/webhook/resident-message" \
  --header 'content-type: application/json' \
  --header "idempotency-key: ${IDEMPOTENCY_KEY:-$(date +%s)-$$}" \
  --data "{\"resident_id\": \"$1\", \"property_id\": \"$2\", \"message_text\": \"$3\"}")
printf '%s\n' "$accepted"

conversation=$(printf '%s' "$accepted" | sed 's/.*"conversation_id":"\([^"]*\)".*/\1/')
house "$NIGHTPORTER_URL/conversations/$conversation/messages?after=0"
