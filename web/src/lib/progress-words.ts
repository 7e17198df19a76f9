/**
 * The words that decide whether a number in a job's description counts work done.
 *
 * Stems match the beginning of a word, so one entry covers its endings ("fehl" for "Fehler" and "Fehlgeschlagen");
 * a stem that ends with $ is the whole word.
 */

/** Between the two numbers of "3 of 200". */
export const ofWords = [
  'out of', 'of a total of', 'of the', 'of about', 'of', 'von insgesamt', 'von', 'sur un total de', 'sur', 'de un total de',
  'de um total de', 'de', 'di', 'su un totale di', 'su', 'av totalt', 'av', 'af', 'van de', 'van', 'ze', 'z', 'из', 'з', 'от', 'από',
]

/** What was found, or what became of it: outcomes, not the way there. */
export const resultStems = [
  'warning', 'error', 'fail', 'issue', 'problem', 'missing', 'skipp', 'passed', 'succe', 'approved', 'reject', 'broken', 'corrupt',
  'matched', 'matches$', 'match$', 'differ', 'mismatch', 'unavailab', 'available', 'selected', 'online', 'offline', 'invalid', 'valid$', 'ignored', 'overdue', 'late$',
  'fehl', 'warnung', 'genehmigt', 'erfolgreich', 'übersprungen', 'verfügbar',
  'erreur', 'avertissement', 'échou', 'échec', 'approuvé', 'manquant', 'réussi', 'ignoré',
  'advertencia', 'fallid', 'fallaron', 'fallo', 'aprobad', 'omitid',
  'avvis', 'errori', 'errore', 'fallit', 'approvat', 'saltat', 'mancant',
  'aviso', 'erro$', 'erros$', 'falh', 'aprovad', 'ausente',
  'varning', 'fel$', 'misslyck', 'godkän', 'advarsl', 'fejl', 'mislykk',
  'waarschuwing', 'fout$', 'fouten$', 'mislukt', 'goedgekeurd', 'overgeslagen',
  'ostrzeż', 'błęd', 'błąd', 'nieudan', 'zatwierdz',
  'предупрежд', 'ошиб', 'неудач', 'пропущен', 'одобрен',
]

/** The same in scripts that put no space between words. */
export const resultSigns = ['失敗', '失败', '警告', 'エラー', '错误', '錯誤', '不足', '承認', '通过', '通過', '실패', '오류', '경고', '승인']

/** What is used or held, rather than worked through. */
export const resourceStems = [
  'core', 'cpu', 'gpu', 'thread', 'worker', 'node', 'slot', 'seat', 'licen', 'lizenz', 'ram', 'memory', 'machine', 'blade', 'fps', 'hz', 'bit',
  'stop', 'inch', 'star', 'kern', 'cœur', 'coeur', 'núcleo',
]

/** Before the numbers: a try, a rank, or the name of the thing itself. */
export const namingStems = [
  'attempt', 'retry', 'retries', 'try', 'tries', 'versuch', 'tentative', 'tentativo', 'tentativa', 'intento', 'försök', 'poging', 'próba', 'попытка', 'спроба', '試行', '重试', '재시도',
  'priority', 'rank', 'level', 'tier', 'score', 'rating', 'grade', 'version', 'revision', 'rev', 'volume', 'vol', 'episode', 'ep', 'season', 'reel',
  'act', 'take', 'chapter', 'folge', 'staffel', 'épisode', 'saison', 'week', 'quarter', 'month', 'sprint', 'day', 'woche', 'semaine', 'semana',
  'top', 'best', 'first', 'last', 'only', 'least', 'any', 'using', 'uses', 'up', 'due', 'deadline', 'since', 'until', 'dated', 'on', 'ratio', 'aspect', 'shutter',
  'exposure', 'iso', 'res', 'resolution', 'proxy', 'scale', 'half', 'size', 'speed', 'octane', 'lens', 'at', 'to',
]

/** After the numbers of a slash: what makes it a fraction or a measure. */
export const fractionStems = [
  'res', 'resolution', 'size', 'scale', 'speed', 'proxy', 'proxies', 'fps', 'hz', 'inch', 'in', 's', 'sec', 'second', 'stop', 'auflösung', 'résolution', 'resolución',
  'risoluzione', 'ratio', 'aspect', 'day', 'of', 'upplösning', 'rozdz',
]

/** What jobs count, in the field's words: makes "3/200" progress wherever it stands. */
export const countedStems = [
  'file', 'frame', 'component', 'shot', 'asset', 'item', 'version', 'image', 'texture', 'plate', 'clip', 'layer', 'task', 'step', 'stage', 'phase', 'chunk', 'batch',
  'part', 'page', 'row', 'record', 'entit', 'note', 'tile', 'pass', 'element', 'sequence', 'movie', 'publish', 'folder', 'archive', 'object', 'event', 'user', 'done', 'sample', 'iteration', 'byte',
  'datei', 'bild', 'schritt', 'komponente', 'einstellung', 'seite', 'fichier', 'image', 'plan', 'étape', 'élément', 'composant', 'archivo', 'fotograma', 'plano', 'paso', 'elemento',
  'componente', 'file', 'fotogramm', 'passo', 'inquadratur', 'arquivo', 'quadro', 'etapa', 'fil', 'bildrut', 'steg', 'bestand', 'stap', 'beeld', 'onderde', 'plik', 'klat', 'krok', 'ujęć', 'ujęci',
  'файл', 'кадр', 'шаг', 'компонент', 'план',
]

/** After a percentage: it was said of work. */
export const completionStems = [
  'done', 'complet', 'finish', 'rendered', 'copied', 'uploaded', 'downloaded', 'transferred', 'encoded', 'exported', 'imported', 'processed', 'published', 'synced', 'written', 'read$', 'so$',
  'fertig', 'erledigt', 'abgeschlossen', 'übertragen', 'kopiert', 'termin', 'effectué', 'achevé', 'copié', 'transféré', 'listo', 'hecho', 'copiad', 'fatto', 'copiat', 'feito', 'concluíd',
  'klar', 'färdig', 'færdig', 'ferdig', 'klaar', 'voltooid', 'gereed', 'gotow', 'ukończ', 'zakończ', 'готов', 'заверш', 'выполн', '完了', '完成', '済', '완료',
]

/** Before a percentage: the property it belongs to. */
export const propertyStems = [
  'scale', 'scaling', 'opacity', 'quality', 'zoom', 'threshold', 'volume', 'gain', 'discount', 'cpu', 'gpu', 'disk', 'memory', 'ram', 'load', 'usage', 'grey', 'gray', 'alpha', 'mix', 'density', 'humidity',
  'at', 'to', 'by', 'over', 'under', 'above', 'below', 'than', 'auf', 'um', 'à', 'al', 'op', 'till', 'до', 'на', 'qualität', 'qualité', 'calidad', 'qualità', 'qualidade', 'kwaliteit',
  'kvalitet', 'jakość', 'качество', 'opacité', 'échelle', 'tolerance', 'overlap', 'margin', 'compression', 'full', 'proxy', 'res', 'resolution', 'saturation', 'contrast', 'exposure', 'coverage', 'similarity', 'confidence', 'speed',
  '不透明度', '画質', '品質', '质量', '품질',
]

/** Where the noun that follows the numbers ends. */
export const joiningWords = [
  'for', 'in', 'to', 'from', 'with', 'after', 'before', 'at', 'on', 'into', 'by', 'and', 'für', 'nach', 'zu', 'auf', 'mit', 'und', 'pour', 'dans', 'vers', 'avec', 'et', 'para', 'en', 'con', 'y', 'per',
  'e', 'com', 'för', 'till', 'med', 'och', 'voor', 'naar', 'met', 'do', 'i', 'для', 'в', 'и', 'с',
]
