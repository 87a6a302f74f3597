/** The small values that every part of the data is made of. */
import * as z from 'zod';

export const id = z
  .string()
  .regex(/^[a-z0-9][a-z0-9.-]*$/, 'expected lower-case letters, digits, dots and dashes');
const UNPRINTABLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;
export const printable = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .refine((value) => !UNPRINTABLE.test(value), {
      message: 'control or direction-changing characters are not allowed in a text',
    });
export const text = printable(2000);
export const line = text.refine((value) => !value.includes('\n'), { message: 'expected a single line' });
export const day = z.iso.date('expected a date such as 2026-10-02');
export const build = z
  .string()
  .regex(/^\d{1,3}\.\d{1,3}\.\d{1,5}\.\d{1,5}$/, 'expected a build such as 15.2.1748.10');
export const kb = z.string().regex(/^KB\d{6,8}$/, 'expected a KB number such as KB5066369');
export const link = z.url({ protocol: /^https?$/, error: 'expected an http(s) address' });
export const sources = z.array(id).min(1, 'every fact names at least one source');
export const dotnetVersion = z
  .string()
  .regex(/^4\.\d(\.\d)?$/, 'expected a .NET version such as 4.7.2, in quotes');
export const windowsVersion = z.enum([
  '2003',
  '2008',
  '2008r2',
  '2012',
  '2012r2',
  '2016',
  '2019',
  '2022',
  '2025',
]);
export const role = z.enum(['mailbox', 'edge', 'tools']);
export const shell = z.enum(['powershell', 'ems', 'cmd']);

/** A link of a step; its address may be one variable, such as `{releaseLink}`, and an empty one is dropped. */
export const namedLink = z.strictObject({
  title: line,
  url: z.union([link, z.string().regex(/^\{[a-zA-Z]+\}$/, 'expected an http(s) address or one variable')]),
});
export const command = z.strictObject({ shell, run: text });
export const check = z.strictObject({ shell, run: text, expect: text });
