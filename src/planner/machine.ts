/**
 * The state that acts change (release, .NET, and for a migration the Windows), and whether it is permitted.
 * Source of the rule: a release lists the .NET and the Windows it supports, a Windows the .NET it can carry.
 */
import {
  type Catalogue,
  dotnetPossibleOn,
  type Release,
  ruleFor,
  windowsFor,
  windowsTitle,
} from '../catalogue/catalogue.ts';
import type { Role, WindowsId } from '../catalogue/schema.ts';

export interface Machine {
  readonly release: Release;
  readonly dotnet: string;
  readonly windows: WindowsId;
}

/** A rule that forbids something, and the sentence that says why. `rule` is an id of the catalogue. */
export interface Violation {
  readonly rule: string;
  readonly because: string;
}

/** A violation whose sentence is only built when somebody reads it: a search meets thousands. */
function violation(rule: string, because: () => string): Violation {
  return {
    rule,
    get because() {
      return because();
    },
  };
}

function releaseName(release: Release): string {
  return `Exchange ${release.product.toUpperCase()} ${release.name}`;
}

/** The .NET rule that `machine` breaks, or null. */
export function dotnetViolation(catalogue: Catalogue, machine: Machine): Violation | null {
  const rule = ruleFor(catalogue.dotnetRules, machine.release);
  if (rule.supports.includes(machine.dotnet)) return null;
  return violation(
    rule.id,
    () => `${releaseName(machine.release)} supports .NET ${rule.supports.join(', ')}, not ${machine.dotnet}`,
  );
}

/** The Windows rule that `machine` breaks, or null. Servers and tools-only machines have lists of their own. */
export function windowsViolation(catalogue: Catalogue, machine: Machine, role: Role): Violation | null {
  if (windowsFor(catalogue, machine.release, role).includes(machine.windows)) return null;
  return violation(
    ruleFor(catalogue.windowsRules, machine.release).id,
    () => `${releaseName(machine.release)} is not supported on ${windowsTitle(catalogue, machine.windows)}`,
  );
}

/** Every rule that the state breaks; empty when it is permitted. */
export function violations(catalogue: Catalogue, machine: Machine, role: Role): readonly Violation[] {
  return [dotnetViolation(catalogue, machine), windowsViolation(catalogue, machine, role)].filter(
    (violation) => violation !== null,
  );
}

/** Can this .NET be on this Windows at all (it came with it, or installs over what came with it)? */
export function dotnetCanExist(catalogue: Catalogue, machine: Pick<Machine, 'dotnet' | 'windows'>): boolean {
  return dotnetPossibleOn(catalogue, machine.windows).includes(machine.dotnet);
}
