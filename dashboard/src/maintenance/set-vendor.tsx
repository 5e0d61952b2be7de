import { Button, Group, NativeSelect, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { RequestAnswer, VendorAnswer } from '../../../src/api/answers/maintenance-request.ts';
import { Failed } from '../shell/states.tsx';
import { useChange } from './use-change.ts';
import { plainTrade, REFUSALS } from './words.ts';

/** Chooses a vendor from the property's list; who may not be sent is shown with the reason. */
export function SetVendor({ request }: { request: RequestAnswer }) {
  const { vendors, vendorId } = request;
  const [chosen, setChosen] = useState('');
  const set = useChange<{ vendor_id: string }>(request, {
    path: 'vendor',
    onDone: () => setChosen(''),
  });
  if (vendors === null) {
    return <Text size="sm">The platform does not answer: its vendors cannot be listed now.</Text>;
  }
  if (vendors.length === 0) {
    return (
      <Text size="sm">
        The property’s list has no vendor for this trade ({plainTrade(request.trade)}).
      </Text>
    );
  }
  return (
    <Stack gap="xs">
      <Group align="flex-end">
        <NativeSelect
          label="Vendor"
          value={chosen}
          onChange={({ currentTarget }) => setChosen(currentTarget.value)}
          data={[
            { value: '', label: 'Choose …' },
            ...vendors.map((vendor) => ({
              value: vendor.id,
              label: labelOf(vendor),
              disabled: vendor.refusal !== null || vendor.id === vendorId,
            })),
          ]}
        />
        <Button
          disabled={chosen === ''}
          loading={set.isPending}
          onClick={() => set.mutate({ vendor_id: chosen })}
        >
          Send the vendor
        </Button>
      </Group>
      {set.isSuccess && chosen === '' && set.variables.vendor_id !== vendorId && (
        <Text size="sm" role="status">
          Sent to the platform. The resident hears of it as soon as it has it.
        </Text>
      )}
      {set.error && <Failed error={set.error} />}
    </Stack>
  );
}

function labelOf({ name, isEmergency, refusal }: VendorAnswer): string {
  if (refusal) return `${name} (${REFUSALS[refusal]})`;
  return isEmergency ? `${name} (emergencies)` : name;
}
