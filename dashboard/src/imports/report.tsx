import { Alert, Anchor, Group, Stack, Table, Text, Title } from '@mantine/core';
import { useEffect, useRef, type ReactNode } from 'react';
import { Link } from 'react-router';
import type { ImportKindAnswer, ImportReport } from '../../../src/api/answers/import.ts';
import { plural } from '../shell/plural.ts';
import { useSession } from '../shell/session.tsx';
import { KINDS } from './words.ts';

const SHOWN_MAX = 100;

/** What would be written, and the button that does it. */
export function Tried({ report, children }: { report: ImportReport; children: ReactNode }) {
  const { added, changed, unchanged, encoding, separator } = report;
  const hasNews = added + changed > 0;
  return (
    <Stack component="section" aria-label="What would be written" gap="sm">
      <Focused>What would be written</Focused>
      <Text>
        {added.toLocaleString('en')} new, {changed.toLocaleString('en')} changed,{' '}
        {unchanged.toLocaleString('en')} unchanged.{hasNews ? '' : ' There is nothing to import.'}
      </Text>
      <Text size="sm">
        Read as {encoding}, separated by {SEPARATORS[separator]}.
        {encoding === 'Windows-1252' &&
          ' Look at names with accents below: older spreadsheets write them so, and they may be wrong.'}
      </Text>
      <Rows report={report} />
      {hasNews && <Group>{children}</Group>}
    </Stack>
  );
}

const SEPARATORS: Record<ImportReport['separator'], string> = {
  comma: 'commas',
  semicolon: 'semicolons',
  tab: 'tabs',
};

function Rows({ report: { rows } }: { report: ImportReport }) {
  if (rows.length === 0) return null;
  const hidden = rows.length - SHOWN_MAX;
  return (
    <>
      <Table.ScrollContainer minWidth={280}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Row</Table.Th>
              <Table.Th>Which</Table.Th>
              <Table.Th>What happens</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.slice(0, SHOWN_MAX).map(({ row, key, outcome, columns }) => (
              <Table.Tr key={row}>
                <Table.Td>{row}</Table.Td>
                <Table.Td style={{ overflowWrap: 'anywhere' }}>{key}</Table.Td>
                <Table.Td>
                  {outcome === 'added' ? 'new' : `changed: ${columns.join(', ')}`}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {hidden > 0 && <Text size="sm">and {hidden.toLocaleString('en')} more rows</Text>}
    </>
  );
}

/** What was written, and what comes next. */
export function Done({ report, kinds }: { report: ImportReport; kinds: ImportKindAnswer[] }) {
  const { kind, added, changed, unchanged } = report;
  const next = kinds[kinds.findIndex((one) => one.kind === kind) + 1]?.kind;
  return (
    <Alert color="teal" variant="outline" role="status">
      <Focused>Imported</Focused>
      <Text>
        {plural(added, KINDS[kind])} added, {changed.toLocaleString('en')} changed,{' '}
        {unchanged.toLocaleString('en')} unchanged. Who did so and when is on the record.
      </Text>
      {kind === 'properties' && added > 0 && (
        <Text mt="xs">
          A new property starts switched off: whatever its residents write goes to people. Dangers
          are looked for all the same.
        </Text>
      )}
      <Text mt="xs">{next ? <Next kind={next} /> : <Last />}</Text>
    </Alert>
  );
}

function Next({ kind }: { kind: ImportKindAnswer['kind'] }) {
  return (
    <Anchor component={Link} to={`/imports/${kind}`} underline="always">
      Next: {KINDS[kind].title}
    </Anchor>
  );
}

function Last() {
  const { may } = useSession();
  if (!may('document.publish')) return 'That was the last kind.';
  return (
    <>
      That was the last kind. Next:{' '}
      <Anchor component={Link} to="/documents" underline="always">
        upload the documents that residents are answered from
      </Anchor>
    </>
  );
}

/** A heading that takes the focus: the result of a press stands below it. */
function Focused({ children }: { children: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <Title order={3} size="h4" ref={heading} tabIndex={-1} style={{ outline: 'none' }}>
      {children}
    </Title>
  );
}
