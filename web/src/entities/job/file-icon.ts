/** The icon and preview of a file, by its extension. */
import type { IconName } from '@/ui/icons'
import { fileNameOf, type JobFile } from './job'

/** A `still` is a picture or a movie that browsers can't display, and that the server makes a picture of. */
export type FileKind = 'image' | 'movie' | 'still' | 'audio' | 'pdf' | 'csv' | 'json' | 'text' | 'other'

const otherMovies = ['mov', 'mxf', 'avi', 'mkv', 'mpg', 'mpeg', 'wmv']

const extensions: Readonly<Record<Exclude<FileKind, 'other'>, readonly string[]>> = {
  image: ['png', 'jpg', 'jpeg', 'gif', 'webp', 'avif'],
  movie: ['mp4', 'webm', 'm4v'],
  still: [
    ...otherMovies,
    ...['exr', 'dpx', 'tif', 'tiff', 'tga', 'bmp', 'psd', 'hdr', 'cin', 'sgi', 'jp2', 'heic', 'pic', 'iff'],
  ],
  audio: ['mp3', 'wav', 'ogg', 'm4a', 'flac'],
  pdf: ['pdf'],
  csv: ['csv', 'tsv'],
  json: ['json'],
  text: [
    'txt',
    'log',
    'md',
    'py',
    'nk',
    'xml',
    'yaml',
    'yml',
    'toml',
    'ini',
    'edl',
    'html',
    'svg',
    'usda',
    'sh',
    'traceback',
    'err',
    'out',
    'srt',
  ],
}

const pictures: Readonly<Record<FileKind, IconName>> = {
  image: 'image',
  movie: 'movie',
  still: 'image',
  audio: 'movie',
  pdf: 'text',
  csv: 'table',
  json: 'text',
  text: 'text',
  other: 'file',
}

export function kindOf(file: JobFile): FileKind {
  const extension = extensionOf(file)
  const kinds = Object.keys(extensions) as (keyof typeof extensions)[]
  return kinds.find((kind) => extensions[kind].includes(extension)) ?? 'other'
}

/** Whether *file* is a movie that browsers don't play, and that may have been encoded to one that they do. */
export function isOtherMovie(file: JobFile): boolean {
  return otherMovies.includes(extensionOf(file))
}

function extensionOf(file: JobFile): string {
  return /\.([^.]+)$/.exec(fileNameOf(file))?.[1]?.toLowerCase() ?? ''
}

export function fileIcon(file: JobFile): IconName {
  return pictures[kindOf(file)]
}
