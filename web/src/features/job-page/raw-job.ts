/** A job as the API represents it. */
import { fileNameOf, type Job } from '@/entities/job/job'
import { pythonText } from '@/lib/python-text'
import { quoted } from '@/lib/query-text'

export function fieldsOf(job: Job): [string, string | null][] {
  const time = (value: number | null): string | null =>
    value === null ? null : new Date(value).toISOString().slice(0, 19)
  return [
    ['id', job.id],
    ['status', job.status],
    ['type', job.type],
    ['user_id', job.userId],
    ['user', job.owner?.username ?? null],
    ['created_at', time(job.createdAt)],
    ['finished_at', time(job.finishedAt)],
    ['components', job.files.length === 0 ? '[]' : job.files.map(fileNameOf).join(', ')],
  ]
}

/** Return Python code that queries this job with either client. */
export function asPython(job: Job): string {
  return [
    `job = session.query(${pythonText(`Job where id is ${quoted(job.id)}`)}).one()`,
    `print(job["status"], job["data"])`,
    `for job_component in job["job_components"]:`,
    `    print(job_component["component"]["name"], job_component["component_id"])`,
  ].join('\n')
}
