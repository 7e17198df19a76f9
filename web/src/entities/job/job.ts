/** A job, as the interface represents it. */
import { readPerson, type Person } from '@/entities/people/person'
import { parsed } from '@/lib/api'
import { parseTime } from '@/lib/durations'
import { fieldsOf, isFields, numberOrNull, rowsOf, textOf, textOrNull, type Fields } from '@/lib/fields'
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

/** A project that a job belongs to; the name is missing when the user doesn't see the project. */
export interface JobProject {
  readonly id: string
  readonly name: string
}

export interface Job {
  readonly id: string
  readonly status: JobStatus
  readonly type: string | null
  /** The data written by the script: usually JSON, but possibly any text. */
  readonly data: string | null
  /** Whether the data is cut, because it is very long; only the page of the job loads all of it. */
  readonly isCut?: boolean
  readonly createdAt: number | null
  readonly finishedAt: number | null
  readonly userId: string | null
  readonly owner: Person | null
  /** By name, in natural order. */
  readonly files: readonly JobFile[]
  readonly projects: readonly JobProject[]
}

export function readJob(fields: Fields): Job {
  return {
    id: String(fields.id),
    status: readStatus(fields.status),
    type: textOrNull(fields.type),
    data: textOrNull(fields.data),
    isCut: fields._is_cut === true,
    createdAt: parseTime(fields.created_at),
    finishedAt: parseTime(fields.finished_at),
    userId: textOrNull(fields.user_id),
    owner: isFields(fields.user) ? readPerson(fields.user) : null,
    files: Array.isArray(fields.job_components)
      ? inOrder(fields.job_components.filter(isFields).flatMap(readFile))
      : [],
    projects: rowsOf(fields._projects).flatMap((link) => {
      const project = fieldsOf(link.project)
      const id = textOrNull(project.id)
      return id === null ? [] : [{ id, name: textOf(project.full_name) }]
    }),
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

/** The texts of a JSON object that the interface displays, as in the server's `job_data`. */
const displayed = ['description', 'error', 'message', 'traceback'] as const

/** Return the text of *data* that searches compare, as the server derives it. */
export function searchTextOf(data: string | null): string {
  if (data === null) return ''
  const value = parsed(data)
  if (isFields(value)) {
    const texts = displayed.map((name) => textOf(value[name])).filter((text) => text !== '')
    return searchable([...new Set(texts)].join('\n'))
  }
  return searchable(typeof value === 'string' ? value : data)
}

/** Return *text* as searches compare it: lower case, composed, with single spaces. */
export function searchable(text: string): string {
  return text.normalize('NFC').toLowerCase().trim().replace(/\s+/g, ' ')
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
