import { expect, test } from 'vitest';
import { createDangerFloor } from '../../../src/domain/danger.ts';
import { defaultPack } from './default-pack.ts';

const floor = createDangerFloor(defaultPack.dangerRules);

test.each([
  "front left burner on my stove won't turn on",
  'the back left burner on the stove doesnt heat up',
  "stove won't light but no smell",
  'la hornilla izquierda no prende',
  'la cerradura esta dura, cuesta girar la llave',
  'me tome la libertad de dejar las llaves en la oficina',
  'despues de hoy no voy a estar en casa hasta el lunes',
  'el plafon tiene una mancha',
  'se fue la luz un momento pero ya volvio',
])('no danger is heard in %j', (text) => {
  expect(floor(text)).toEqual([]);
});

test.each([
  { text: 'i left burner on and went to work', hazard: 'gas' },
  { text: 'my roommate left the gas burner on all night', hazard: 'gas' },
  { text: "the burner won't turn on and it smells like gas", hazard: 'gas' },
  { text: 'ya me las tome todas', hazard: 'crisis' },
  { text: 'un tipo anda picando la cerradura con un alambre', hazard: 'violence' },
  { text: 'el aparato de la pared pita y nos zumban los oidos', hazard: 'carbon-monoxide' },
])('$hazard is heard in $text', ({ text, hazard }) => {
  expect(floor(text).map((found) => found.hazard)).toContain(hazard);
});
