/**
 * The machine a plan starts on. What nobody answered has several possible values: one is planned for (and
 * printed as an assumption), the others are kept to say whether and how they would change the path.
 */
import {
  type Catalogue,
  compareDotnet,
  dotnetPossibleOn,
  type Release,
  ruleFor,
  windowsFor,
} from '../catalogue/catalogue.ts';
import type { Role, WindowsId } from '../catalogue/schema.ts';
import type { State } from './acts.ts';
import { dotnetCanExist } from './machine.ts';
import type { Question } from './question.ts';

export interface Starts {
  /** The machine that is planned for. */
  readonly assumed: State;
  /** The other machines that the answers leave possible. */
  readonly others: readonly State[];
}

function windowsCandidates(
  catalogue: Catalogue,
  release: Release,
  role: Role,
  question: Question,
): readonly WindowsId[] {
  if (question.windows !== undefined) return [question.windows];
  const supported = windowsFor(catalogue, release, role);
  const { dotnet } = question;
  if (dotnet === undefined) return supported;
  const carrying = supported.filter((windows) => dotnetCanExist(catalogue, { windows, dotnet }));
  return carrying.length > 0 ? carrying : supported;
}

function dotnetCandidates(
  catalogue: Catalogue,
  release: Release,
  windows: WindowsId,
  question: Question,
): readonly string[] {
  if (question.dotnet !== undefined) return [question.dotnet];
  const possible = dotnetPossibleOn(catalogue, windows);
  const supported = ruleFor(catalogue.dotnetRules, release).supports.filter(
    (version) => possible.includes(version) && catalogue.dotnet.get(version)?.avoid === undefined,
  );
  const lowest = [...supported].sort(compareDotnet)[0];
  if (lowest === undefined) return possible;
  // Windows Update may have brought a newer one than the CU supports.
  return possible.filter(
    (version) => compareDotnet(version, lowest) >= 0 && catalogue.dotnet.get(version)?.avoid === undefined,
  );
}

/**
 * Where the Windows is unknown: the newest the installed CU supports. Where the .NET is unknown: the lowest it
 * supports there, because that path holds every step that may be needed. Null: no such machine can exist (a
 * Windows that carries no .NET 4).
 */
export function startStates(
  catalogue: Catalogue,
  release: Release,
  role: Role,
  question: Question,
): Starts | null {
  const all = windowsCandidates(catalogue, release, role, question).flatMap((windows) =>
    dotnetCandidates(catalogue, release, windows, question).map(
      (dotnet): State => ({ release, dotnet, windows, ahead: false }),
    ),
  );
  const rank = (windows: WindowsId) => catalogue.data.windows.findIndex((item) => item.id === windows);
  const sorted = [...all].sort(
    (a, b) => rank(b.windows) - rank(a.windows) || compareDotnet(a.dotnet, b.dotnet),
  );
  const [assumed, ...others] = sorted;
  return assumed ? { assumed, others } : null;
}
