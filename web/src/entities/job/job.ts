/** A job, as the interface represents it. */
import { readPerson, type Person } from '@/entities/people/person'
import { parsed } from '@/lib/api'
import { parseTime } from '@/lib/durations'
import { fieldsOf, isFields, numberOrNull, textOf, textOrNull, type Fields } from '@/lib/fields'
import { naturalOrder } from '@/lib/natural-order'
import { progressOf, type Progress } from '@/lib/progress'

export const jobStatuses = ['queued', 'running', 'done', 'failed'] as const
export type JobStatus = (typeof jobStatuses)[number]

export interface JobFile {
  readonly componentId: string
  readonly name: string
  readonly fileType: string
  readonly sizeBytes: number | null
}

export interface Job {
  readonly id: string
  readonly status: JobStatus
  readonly type: string | null
  /** The data written by the script: usually JSON, but possibly any text. */
  readonly data: string | null
  readonly createdAt: number | null
  readonly finishedAt: number | null
  readonly userId: string | null
  readonly owner: Person | null
  /** By name, in natural order. */
  readonly files: readonly JobFile[]
}

/** The projections that `readJob` requires. */
export const jobProjection =
  'id, status, type, data, created_at, finished_at, user_id, user.username, user.first_name, user.last_name, ' +
  'job_components.component_id, job_components.component.name, ' +
  'job_components.component.file_type, job_components.component.size'

export function readJob(fields: Fields): Job {
  return {
    id: String(fields.id),
    status: readStatus(fields.status),
    type: textOrNull(fields.type),
    data: textOrNull(fields.data),
    createdAt: parseTime(fields.created_at),
    finishedAt: parseTime(fields.finished_at),
    userId: textOrNull(fields.user_id),
    owner: isFields(fields.user) ? readPerson(fields.user) : null,
    files: Array.isArray(fields.job_components)
      ? inOrder(fields.job_components.filter(isFields).flatMap(readFile))
      : [],
  }
}

export function readStatus(value: unknown): JobStatus {
  return jobStatuses.find((status) => status === value) ?? 'queued'
}

function readFile(link: Fields): JobFile[] {
  const component = fieldsOf(link.component)
  const id = textOrNull(link.component_id) ?? textOrNull(component.id)
  if (id === null) return []
  return [
    {
      componentId: id,
      name: textOrNull(component.name) ?? 'File',
      fileType: textOf(component.file_type),
      sizeBytes: numberOrNull(component.size),
    },
  ]
}

function inOrder(files: readonly JobFile[]): readonly JobFile[] {
  return files
    .map((file) => ({ file, name: fileNameOf(file) }))
    .sort(
      (one, other) =>
        naturalOrder(one.name, other.name) || (one.file.componentId < other.file.componentId ? -1 : 1),
    )
    .map(({ file }) => file)
}

export function isActive(job: Job): boolean {
  return job.status === 'queued' || job.status === 'running'
}

/** Return the full description, or the data itself when it is not a JSON object. */
export function messageOf(job: Job): string {
  if (job.data === null) return ''
  const value = parsed(job.data)
  if (isFields(value)) return textOf(value.description)
  return typeof value === 'string' ? value : job.data
}

const longestTitle = 240

/** Return a one-line title of the job, which is cut when it is very long. */
export function titleOf(job: Job): string {
  const line = firstLineOf(job)
  if (line === '') return job.type === null || job.type === '' ? 'Untitled job' : `Untitled job (${job.type})`
  return line.length <= longestTitle ? line : `${line.slice(0, longestTitle).replace(/\s*\S{0,30}$/, '')}…`
}

/** Return the first line of the message that is not empty, in full. */
export function firstLineOf(job: Job): string {
  return (
    messageOf(job)
      .split('\n')
      .find((part) => part.trim() !== '')
      ?.trim() ?? ''
  )
}

const known = new WeakMap<Job, { progress: Progress | null }>()

/** Return the progress of *job*, or null when unknown. Results are cached, because rows re-render often. */
export function progressOfJob(job: Job): Progress | null {
  const before = known.get(job)
  if (before !== undefined) return before.progress
  const progress = progressOf(job.data)
  known.set(job, { progress })
  return progress
}

/** Return the file name with its extension. */
export function fileNameOf(file: JobFile): string {
  const extension =
    file.fileType === '' || file.fileType.startsWith('.') ? file.fileType : `.${file.fileType}`
  return file.name.toLowerCase().endsWith(extension.toLowerCase()) ? file.name : file.name + extension
}

export function totalSize(job: Job): number {
  return job.files.reduce((total, file) => total + (file.sizeBytes ?? 0), 0)
}

/** Return the duration of *job* in milliseconds, until its end or until *now*. */
export function elapsedOf(job: Job, now: number): number | null {
  return job.createdAt === null ? null : Math.max(0, (job.finishedAt ?? now) - job.createdAt)
}

export function fileUrl(file: JobFile, manner: 'download' | 'inline'): string {
  return `/component/get?id=${encodeURIComponent(file.componentId)}${manner === 'inline' ? '&inline=1' : ''}`
}

export function archiveUrl(job: Job): string {
  return `/archive/job/${encodeURIComponent(job.id)}`
}
