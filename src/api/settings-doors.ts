import type { Connection } from '../ports/connections.ts';
import type { PolicyPacks } from '../ports/policy-packs.ts';
import type { PropertyPlatform } from '../ports/property-platform.ts';
import type { Records } from '../ports/records.ts';
import type { ReportWriter } from '../ports/report-writer.ts';
import type { Allow } from './allow.ts';
import type { Mount } from './route-rights.ts';
import { auditRoutes } from './routes/audit.ts';
import { connectionRoutes } from './routes/connections.ts';
import { policyRoutes } from './routes/policy.ts';
import { rightRoutes } from './routes/rights.ts';
import { organisationSwitchRoutes, propertySwitchRoutes } from './routes/rollout-switches.ts';
import { rolloutRoutes } from './routes/rollout.ts';
import { shadowRoutes } from './routes/shadow.ts';
import { staffSignInRoutes } from './routes/staff-sign-ins.ts';
import { staffRoutes } from './routes/staff.ts';
import type { SignIn } from './sign-in.ts';

/** How far the assistant may go, and by whose leave: rollout, rules, people, the record. */
export function settingsDoors(house: {
  records: Records;
  platform: PropertyPlatform;
  policyPacks: PolicyPacks;
  reports: ReportWriter;
  connections: readonly Connection[];
  signIn: SignIn;
  allow: Allow;
}): Mount[] {
  const { records, platform } = house;
  const { connectionId } = platform;
  return [
    { at: '/properties', router: propertySwitchRoutes({ ...house, ...records }) },
    { at: '/organisations', router: organisationSwitchRoutes({ ...house, ...records }) },
    { at: '/rollout', router: rolloutRoutes({ ...house, ...records }) },
    { at: '/rollout/shadow', router: shadowRoutes({ ...house, ...records }) },
    { at: '/audit', router: auditRoutes(house) },
    { at: '/staff', router: staffRoutes(house) },
    { at: '/staff', router: staffSignInRoutes(house) },
    { at: '/properties', router: policyRoutes(house) },
    { at: '/rights', router: rightRoutes(house) },
    { at: '/connections', router: connectionRoutes({ ...house, connectionId }) },
  ];
}
