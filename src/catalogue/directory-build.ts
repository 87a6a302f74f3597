/** Active Directory keeps the build number of Exchange (`serialNumber` of a server object) raised by this much. */
const OFFSET = 30_000;

/** The third number of a build as Exchange counts it: `31544` in `Version 15.2 (Build 31544.4)` is 1544. */
export function withoutDirectoryOffset(build: number): number {
  return build > OFFSET ? build - OFFSET : build;
}
