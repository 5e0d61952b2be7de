/** One of `GET /properties`: a property that the person sees. */
export interface PropertyAnswer {
  propertyId: string;
  organisationId: string;
  name: string;
  /** IANA name of its time zone. */
  zone: string;
}
