import { Badge, Group, List, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { PolicyAnswer } from '../../../src/api/answers/policy.ts';
import { read } from '../shell/client.ts';
import { usePropertyName } from '../shell/properties.tsx';
import { Empty, Failed, Loading } from '../shell/states.tsx';
import { Time } from '../shell/time.tsx';
import { usePropertyOfPage } from './choose-property.tsx';
import { Part } from './part.tsx';
import { Classes, Costs, HandOff, Hours, LegalClocks, SafetyTexts } from './policy-parts.tsx';
import { SettingsPage } from './settings-page.tsx';
import { plain } from './words.ts';

/** The rules in force at a property: where they come from, what they say, and which were in force before. */
export function PolicyPage() {
  const { value, select } = usePropertyOfPage();
  return (
    <SettingsPage part="policy" title="Rules in force">
      <Stack gap="xl">
        <Group>{select}</Group>
        {value === null ? (
          <Empty
            title="No property yet"
            hint="Rules are shown for a property, once there is one."
          />
        ) : (
          <Policy key={value} propertyId={value} />
        )}
      </Stack>
    </SettingsPage>
  );
}

function Policy({ propertyId }: { propertyId: string }) {
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['property', 'policy', propertyId],
    queryFn: ({ signal }) => read<PolicyAnswer>(`/properties/${propertyId}/policy`, signal),
  });
  if (isPending) return <Loading what="the rules" />;
  if (error) return <Failed error={error} onRetry={() => void refetch()} />;
  return (
    <>
      <Version policy={data} />
      <Classes policy={data} />
      <Costs policy={data} />
      <HandOff policy={data} />
      <Hours policy={data} />
      <SafetyTexts policy={data} />
      <LegalClocks policy={data} />
      <Versions policy={data} />
    </>
  );
}

function Version({ policy }: { policy: PolicyAnswer }) {
  const propertyName = usePropertyName();
  const { label, digest, inForceSince, layers, propertyId } = policy;
  return (
    <Part title="Version">
      <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
        {label}
      </Text>
      {inForceSince !== null && (
        <Text size="sm" component="div">
          First in force <Time at={inForceSince} propertyId={propertyId} />
        </Text>
      )}
      <List size="sm" my="xs">
        <List.Item>The default rules that Night Porter ships with</List.Item>
        {layers.map(({ scope, id, version, files }) => (
          <List.Item key={`${scope}/${id}`}>
            then the layer of the {scope} “{scope === 'property' ? propertyName(id) : id}”, version{' '}
            {version}: changes {files.map((file) => plain(file.replace('.json', ''))).join(', ')}
          </List.Item>
        ))}
      </List>
      <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
        Digest {digest === '' ? 'none' : digest}. Each request keeps the version with which it was
        opened. Rules are files of the data folder and are read at start.
      </Text>
    </Part>
  );
}

function Versions({ policy: { versions, propertyId } }: { policy: PolicyAnswer }) {
  return (
    <Part title="Versions so far">
      {versions.length === 0 && <Text size="sm">None was kept yet.</Text>}
      <Stack component="ul" gap="xs" m={0} p={0} style={{ listStyle: 'none' }}>
        {versions.map(({ label, digest, keptAt, isInForce }) => (
          <li key={`${label}#${digest}`}>
            <Group gap="xs">
              <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
                {label}
              </Text>
              {isInForce && (
                <Badge variant="outline" tt="none">
                  in force
                </Badge>
              )}
              <Time at={keptAt} propertyId={propertyId} />
            </Group>
          </li>
        ))}
      </Stack>
    </Part>
  );
}
