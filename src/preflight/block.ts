/** The checks as one PowerShell block to paste: it reads, changes nothing, and prints one line per check. Pure. */
import type { LiveCheck } from '../catalogue/diagnosis-schema.ts';
import type { Role } from '../catalogue/schema.ts';

/** What every line of the output begins with, so that it can be found between prompts and echoes. */
export const MARK = 'cupath:';
/** Of the output format; lines of another version are not judged. */
export const VERSION = '1';
/** Longer values are cut by the block itself. */
export const LONGEST_VALUE = 300;

/** The checks of a role, or of all roles. */
export function checksFor(checks: readonly LiveCheck[], role: Role | undefined): readonly LiveCheck[] {
  return role === undefined ? checks : checks.filter((check) => check.roles.includes(role));
}

const TITLE = `# Checks before Exchange setup, by cupath. It reads and changes nothing.
# Paste it into an elevated Windows PowerShell (5.1) on the server, save what it prints in a file,
# and give that file to: cupath preflight --read FILE`;

const HEAD = `& {
  $ErrorActionPreference = 'Stop'
  $WarningPreference = 'SilentlyContinue'
  $ProgressPreference = 'SilentlyContinue'
  function Write-CupathLine([string] $Id, [string] $Sign, [string] $Value) {
    $line = ($Value -replace '[^\\x20-\\x7e\\u00a1-\\ud7ff]+', ' ').Trim()
    if ($line.Length -gt ${LONGEST_VALUE}) { $line = $line.Substring(0, ${LONGEST_VALUE}) }
    Write-Output ('${MARK}' + $Id + ' ' + $Sign + ' ' + $line)
  }
  function Test-Cupath([string] $Id, [scriptblock] $Check) {
    try { Write-CupathLine $Id '=' (@(& $Check) -join '; ') }
    catch { Write-CupathLine $Id '!' $_.Exception.Message }
  }
  Write-CupathLine 'preflight' '=' '${VERSION}'
  Write-CupathLine 'server' '=' $env:COMPUTERNAME
  Write-CupathLine 'time' '=' (Get-Date).ToString('yyyy-MM-ddTHH:mm:ss', [cultureinfo]::InvariantCulture)`;

function checkText({ id, run }: LiveCheck): string {
  const lines = run.trimEnd().split('\n');
  return [`  Test-Cupath '${id}' {`, ...lines.map((line) => (line === '' ? '' : `    ${line}`)), '  }'].join(
    '\n',
  );
}

/**
 * The block, ending in a line feed. The last line it prints says that nothing is missing.
 * @param leftOut checks of other roles, which the block names so that nobody takes them for done
 */
export function preflightBlock(checks: readonly LiveCheck[], leftOut: readonly LiveCheck[] = []): string {
  const names = leftOut.map(({ id }) => id).join(', ');
  return `${[TITLE, ...(names === '' ? [] : [`# Left out for this role: ${names}.`]), HEAD, ...checks.map(checkText), `  Write-CupathLine 'end' '=' '${checks.length}'`, '}'].join('\n')}\n`;
}
