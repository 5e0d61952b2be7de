import { Anchor, Grid, NativeSelect, Radio, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import type { SimulatorAnswer } from '../../../src/api/answers/simulator.ts';
import { read } from '../shell/client.ts';
import { Page } from '../shell/page.tsx';
import { useChosenProperty, usePropertyName } from '../shell/properties.tsx';
import { Empty, Failed, Loading } from '../shell/states.tsx';
import { Phone } from './phone.tsx';
import type { PhoneChannel, SimulatedResident } from './use-phone.ts';

/** Whose phone, by which channel, and the phone. */
export function SimulatorPage() {
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['property', 'phones'],
    queryFn: ({ signal }) => read<SimulatorAnswer>('/simulator/residents', signal),
  });
  return (
    <Page title="Phone simulator" focusedOn="phone">
      {isPending && <Loading what="the phones" />}
      {error && <Failed error={error} onRetry={() => void refetch()} />}
      {data && <Choice phones={data} />}
    </Page>
  );
}

function Choice({ phones: { residents, hasWhatsApp } }: { phones: SimulatorAnswer }) {
  const { residentId } = useParams();
  const [address, setAddress] = useSearchParams();
  const { propertyId } = useChosenProperty();
  const offered = residents.filter((each) => propertyId === null || each.propertyId === propertyId);
  const resident = offered.find((each) => each.residentId === residentId) ?? offered[0];
  const wanted: PhoneChannel = address.get('channel') === 'web-chat' ? 'web-chat' : 'whatsapp';
  const channel = hasWhatsApp ? wanted : 'web-chat';
  if (!resident) {
    return (
      <Empty
        title="Nobody to write as"
        hint="The sample’s residents of your properties stand here."
      />
    );
  }
  return (
    <Grid>
      <Grid.Col span={{ base: 12, md: 5 }}>
        <Stack>
          <ResidentChoice residents={offered} chosen={resident} />
          <Radio.Group
            label="Write by"
            value={channel}
            onChange={(chosen) => setAddress({ channel: chosen }, { replace: true })}
          >
            <Group mt="xs">
              <Radio value="whatsapp" label="WhatsApp (stand-in)" disabled={!hasWhatsApp} />
              <Radio value="web-chat" label="Web chat" />
            </Group>
          </Radio.Group>
          <About resident={resident} channel={channel} />
          {!hasWhatsApp && (
            <Text size="sm">
              WhatsApp leads to a real number here, or is closed: the simulator leaves it alone.
            </Text>
          )}
        </Stack>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 7 }}>
        <Phone key={`${channel}/${resident.residentId}`} resident={resident} channel={channel} />
      </Grid.Col>
    </Grid>
  );
}

function ResidentChoice({
  residents,
  chosen,
}: {
  residents: SimulatedResident[];
  chosen: SimulatedResident;
}) {
  const navigate = useNavigate();
  const [address] = useSearchParams();
  const propertyName = usePropertyName();
  const properties = [...new Set(residents.map(({ propertyId }) => propertyId))];
  return (
    <NativeSelect
      label="Resident"
      description="All of them are invented, and so are their numbers."
      value={chosen.residentId}
      onChange={({ currentTarget: { value } }) => void navigate(`/phone/${value}?${address}`)}
      data={properties.map((propertyId) => ({
        group: propertyName(propertyId),
        items: residents
          .filter((each) => each.propertyId === propertyId)
          .map((each) => ({ value: each.residentId, label: labelOf(each) })),
      }))}
    />
  );
}

function labelOf({ name, unitNumber, language, status, sharesPhone }: SimulatedResident): string {
  const notes = [
    ...(language === 'es' ? ['Spanish'] : []),
    ...(status === 'current' ? [] : [STANDINGS[status] ?? status]),
    ...(sharesPhone ? ['shares a number'] : []),
  ];
  return `${unitNumber}, ${name}${notes.length > 0 ? ` (${notes.join(', ')})` : ''}`;
}

const STANDINGS: Partial<Record<SimulatedResident['status'], string>> = {
  notice: 'has given notice',
  eviction: 'under eviction',
  past: 'moved out',
  future: 'moves in later',
};

function About({ resident, channel }: { resident: SimulatedResident; channel: PhoneChannel }) {
  const { residentId, phone } = resident;
  return (
    <details>
      <Text component="summary" size="sm" fw={600} py={4}>
        A stand-in, not a real phone
      </Text>
      <Stack gap="xs">
        {channel === 'whatsapp' ? (
          <Text size="sm">
            Meta’s part is played on this machine. What you write is posted to the house’s webhook
            as Meta would, signed; replies leave by the house’s own WhatsApp client, and the
            stand-in checks token, recipient and body and reports them as sent, delivered and read.
            Nothing leaves this machine. A real WhatsApp phone would not show that somebody is
            writing.
          </Text>
        ) : (
          <Text size="sm">
            The web chat of a resident portal, opened with a signed token for this resident that
            ends within the hour. Nothing leaves this machine.
          </Text>
        )}
        <Text size="sm">
          Booking id {residentId}
          {channel === 'whatsapp' ? `, number ${phone}` : ''}.{' '}
          <Anchor component={Link} to="/inbox" size="sm" underline="always">
            What staff see is in the inbox.
          </Anchor>
        </Text>
      </Stack>
    </details>
  );
}
