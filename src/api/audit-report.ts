import type { Report } from '../ports/report-writer.ts';
import type { AuditTrailAnswer, EntryAnswer, ProofAnswer } from './answers/audit.ts';

/** Whose clock a report shows, when it was made, and by whom. */
export interface ReportFrame {
  zone: string;
  propertyName: string;
  madeAt: string;
  madeBy: string;
}

/** The trail as a report on paper: proof first, then every entry with all of its facts. */
export function auditReport(answer: AuditTrailAnswer, frame: ReportFrame): Report {
  const { subject, entries, proofs, digest, left } = answer;
  const { zone, propertyName, madeAt, madeBy } = frame;
  const clock = clockIn(zone);
  const name = subject.reference ?? subject.id;
  const about = [
    { name: subject.kind === 'request' ? 'Maintenance request' : 'Conversation', value: name },
    { name: 'Property', value: propertyName },
    { name: 'Times', value: `in the time zone of the property, ${zone}` },
    { name: 'Made', value: `${clock(madeAt)} by ${madeBy}` },
    {
      name: 'Entries',
      value: `${entries.length}${left > 0 ? `, the newest; ${left} older ones are not here` : ''}`,
    },
    { name: 'Digest of the entries (SHA-256 over their hashes, one a line)', value: digest },
  ];
  return {
    title: `Audit record of ${subject.kind === 'request' ? 'request' : 'conversation'} ${name}`,
    about,
    sections: [
      { heading: 'Verification', items: proofs.map((proof) => proofItem(proof, clock)) },
      { heading: 'What happened', items: entries.map((entry) => entryItem(entry, clock)) },
    ],
    foot: `Night Porter · audit record of ${name} · times in ${zone}`,
    madeAt,
  };
}

type Clock = (at: string) => string;
type Item = Report['sections'][number]['items'][number];

function clockIn(zone: string): Clock {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    dateStyle: 'medium',
    timeStyle: 'long',
  });
  // A narrow no-break space stands before AM in some versions of the data, which the font lacks.
  return (at) => format.format(new Date(at)).replaceAll('\u202f', ' ');
}

function proofItem({ chain, length, head, verifiedAt, faults }: ProofAnswer, clock: Clock): Item {
  const result = faults.length === 0 ? 'verified, whole' : 'DOES NOT HOLD';
  return {
    head: `Chain of ${chain}: ${result} up to entry ${length}`,
    lines: [`Verified ${clock(verifiedAt)}, head ${head}`, ...faults.map(({ what }) => what)],
  };
}

function entryItem(entry: EntryAnswer, clock: Clock): Item {
  const { at, who, what, versions, call, facts, chain, position, hash } = entry;
  const duration = call?.durationMs === null || !call ? '' : `, ${call.durationMs} ms`;
  const pairs = (all: { name: string; value: string }[]): string =>
    all.map(({ name, value }) => `${name} ${value}`).join('; ');
  return {
    head: `${clock(at)} · ${who}`,
    lines: [
      what,
      ...(call ? [`Outside: ${call.operation}, ${call.outcome ?? 'begun'}${duration}`] : []),
      ...(versions.length > 0 ? [`Decided by: ${pairs(versions)}`] : []),
      ...(facts.length > 0 ? [pairs(facts)] : []),
      `Entry ${position} of ${chain}, ${hash}`,
    ],
  };
}
