#!/bin/sh
# Makes Temporal's two databases and brings their schemas up to this server's version; harmless when done before.
# temporal-sql-tool itself reads SQL_HOST, SQL_PORT, SQL_USER and SQL_PASSWORD.
set -eu

export SQL_PLUGIN=postgres12
# Where the admin-tools image keeps the schemas of its release.
schemas=${TEMPORAL_SCHEMAS:-/etc/temporal/schema/postgresql/v12}

bring_up() {
  database=$1
  kind=$2
  temporal-sql-tool --db "$database" create
  temporal-sql-tool --db "$database" setup-schema -v 0.0
  temporal-sql-tool --db "$database" update-schema -d "$schemas/$kind/versioned"
}

bring_up temporal temporal
bring_up temporal_visibility visibility
echo 'the schemas are up to date'
