#!/bin/sh
# Registers what the workflows set; without them Temporal refuses to start a workflow. Harmless when done before.
# The names are those of engines/search-attributes.ts, which a test compares.
# The CLI itself reads TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE.
set -eu

: "${TEMPORAL_NAMESPACE:?set TEMPORAL_NAMESPACE}"

register() {
  name=$1
  kind=$2
  tries_left=30 # a new namespace takes seconds to be known to every process of the server
  while ! temporal operator search-attribute list 2>/dev/null | grep -qw "$name"; do
    if [ "$tries_left" -eq 0 ]; then
      echo "the search attribute $name could not be registered; last answer:" >&2
      temporal operator search-attribute create --name "$name" --type "$kind" >&2
      exit 1
    fi
    tries_left=$((tries_left - 1))
    temporal operator search-attribute create --name "$name" --type "$kind" 2>/dev/null || sleep 2
  done
}

register NightPorterProperty Keyword
register NightPorterState Keyword
register NightPorterClass Keyword
register NightPorterNextDeadline Datetime
echo 'the search attributes are registered'
