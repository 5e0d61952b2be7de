/** The numbers and seasons a pack judges weather by; days as `MM-DD`, both included. */
export interface WeatherLimits {
  readonly noHeatBelowFahrenheit: number;
  readonly noHeatVulnerableBelowFahrenheit: number;
  readonly indoorBelowFahrenheit: number;
  readonly noCoolingAboveFahrenheit: number;
  readonly noCoolingVulnerableAboveFahrenheit: number;
  /** Null where the law knows no such season. */
  readonly heatSeason: Season | null;
  readonly coolingSeason: Season | null;
}

/** A stretch of the year; one that ends before it begins runs over New Year. */
export interface Season {
  readonly from: string;
  readonly to: string;
}

/** Weather as measured; null where nobody knows. Outdoors from a service, indoors as the resident read it. */
export interface Weather {
  readonly pack: { readonly modifiers: { readonly weather: WeatherLimits } };
  readonly outdoorFahrenheit: number | null;
  readonly indoorFahrenheit: number | null;
  /** The day in the property's zone, `YYYY-MM-DD`. */
  readonly on: string;
  readonly isVulnerable: boolean;
}

/** Ids of the modifiers that the weather and the season bring about. */
export function weatherModifiers({ pack, on, isVulnerable, ...measured }: Weather): string[] {
  const limits = pack.modifiers.weather;
  const cold = isVulnerable ? limits.noHeatVulnerableBelowFahrenheit : limits.noHeatBelowFahrenheit;
  const hot = isVulnerable
    ? limits.noCoolingVulnerableAboveFahrenheit
    : limits.noCoolingAboveFahrenheit;
  const { outdoorFahrenheit: outdoor, indoorFahrenheit: indoor } = measured;
  const held: Record<string, boolean> = {
    'cold-outside': outdoor !== null && outdoor < cold,
    'cold-inside': indoor !== null && indoor < limits.indoorBelowFahrenheit,
    'hot-outside': outdoor !== null && outdoor > hot,
    'heat-season': isIn(limits.heatSeason, on),
    'cooling-season': isIn(limits.coolingSeason, on),
  };
  return Object.keys(held).filter((id) => held[id]);
}

/** Whether a day (`YYYY-MM-DD`) lies in a season; null is never. */
export function isIn(season: Season | null, on: string): boolean {
  if (!season) return false;
  const day = on.slice(5);
  const { from, to } = season;
  return from <= to ? from <= day && day <= to : from <= day || day <= to;
}
