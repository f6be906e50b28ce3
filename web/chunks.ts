/**
 * What is loaded together stays together: many small chunks compress badly, and each is a round of its own. `start` is what
 * runs first and asks for the rest, `frame` what the sign-in page needs too, `signed-in` what every page behind it needs,
 * `homes` what all homes need and `timetable` those that show the day, `fields` what sign-in and every form need, `lists` what
 * every list needs. Everything else is split by who asks for it.
 * bundle.test.ts says what a route may cost.
 */
const packages = (names: string) => `node_modules/(${names})/`
const material = (names: string) => `@mui/material/(${names})/`
const own = (folder: string, names: string) => `src/${folder}/(${names})\\.`
const icons = (names: string) => `lucide-react/dist/esm/icons/(${names})\\.`

const anyOf = (...parts: readonly string[]) => new RegExp(parts.join('|').replaceAll('/', '[\\\\/]'))

const start = anyOf(
  packages('react'),
  'graphql/(language/(printer|visitor|ast|kinds|blockString|printString|characterClasses)|jsutils/(devAssert|inspect))\\.',
  own('app', 'access|ahead|browserStore|deferred|doors|failure|locale|newBuild|page|post|rightToLeft|routes|wordFiles|homes/homePages'),
  own('(app/homes|identity|scheduling|reporting)', 'routes'),
  own('generated', 'app/mutationProblem|identity/signIn'),
  'preload-helper',
)

const frame = anyOf(
  packages('react-dom|scheduler|react-router|@emotion|stylis|react-intl|intl-messageformat|@formatjs|clsx'),
  '@mui/(system|styled-engine|private-theming)/',
  material('styles|colors|zero-styled|Box|Typography|ButtonBase|ButtonGroup|Button|CssBaseline|GlobalStyles|DefaultPropsProvider|InitColorSchemeScript|useMediaQuery|useLazyRipple'),
  own('app', 'App|Behind|BrokenBoundary|DrawnPage|router|words|theme[a-zA-Z]*|failureWords'),
  own('kit', 'styleNonce|Mark|useNow'),
  'lucide-react/dist/esm/(Icon|createLucide|context|shared)',
  icons('arrow-up|check|chevron-down|chevron-right|chevrons-up-down|minus|x'),
)

const signedIn = anyOf(
  packages('graphql|@apollo|rxjs|graphql-ws|optimism|@wry|tslib'),
  material('IconButton|Link'),
  own(
    'app',
    'client|cache|comings|connection|ConnectionStatus|documentTitle|feed|feedLink|highlights|live|navigationItems|recoverLink|replay|viewer|viewerId|Announcements|Navigation|PaletteKeys|PhoneBars|SessionsToday|ViewerMenu|apollo|useQuery',
  ),
  own(
    'kit',
    'ActionButton|Announcer|ChangeList|Connection|EmptyState|Hint|Kbd|Lamp|ListRow|OverflowMenu|Page|PageHeader|PersonAvatar|Skeletons|TimeText|Toasts|initials|isTyping|rowGlow|timeWords|usePhone|zonedTime',
  ),
  own('generated', 'identity/live|identity/viewer|app/sessionsToday|scheduling/live'),
  own('scheduling', 'sessionState|SessionFacts|sessionNote'),
  icons(
    'ban|calendar-days|chart-column|circle-check|clipboard-check|clock|cloud-off|ellipsis|file-text|house|loader-circle|map-pin|network|rows-3|search|undo-2|users|video|wifi-off',
  ),
)

const homes = anyOf(
  own('app/homes', 'HomeHeader|journalLines'),
  own('app', 'useAgain'),
  own('generated', 'app/homes/home'),
  own('scheduling', 'calendarRange|useWholeList'),
  icons('calendar-plus|key-round|pencil|plus|rotate-ccw|user-minus|user-plus'),
)

const timetable = anyOf(
  own('app/homes', 'DaySummary|DayTimeline|ShortDay|TimelineBlock|When|timeline|useHomeDay'),
  own('scheduling', 'CalendarAgenda|blockLayout|blockLook'),
)

const fields = anyOf(
  material('FormControl|InputBase|OutlinedInput|utils'),
  '@mui/utils/(debounce|getActiveElement|isEventHandler|isHostComponent|ownerDocument|ownerWindow|useSlot|useSlotProps)/',
  own('kit', 'Field'),
  icons('circle-exclamation-point'),
)

const lists = anyOf(
  material('InputAdornment'),
  own('kit', 'ColumnChoice|DataTable[a-zA-Z]*|FieldDateTime|FieldPicker|FilterBar|FilterChip|FilterSheet|NewRowsStrip|SearchField|ViewSwitch|dataTableLook|gridKeys|rowsInTurn|tableModel'),
  own('identity', 'UserPicker|dayFilter|listPlace'),
  own('scheduling', 'NoSessions|SessionDialogs|SessionFilterBar|sessionActions|sessionColumns|sessionFilters'),
  own('generated', 'identity/people|identity/personChanges|identity/userPicker|scheduling/sessionChanges|scheduling/sessionList'),
  icons('circle-dot|search-x|trash|user|columns-3|chevron-left'),
)

export const chunks = {
  groups: [
    { name: 'start', priority: 3, test: start },
    { name: 'frame', priority: 2, test: frame },
    { name: 'signed-in', priority: 1, test: signedIn },
    { name: 'fields', test: fields },
    { name: 'homes', test: homes },
    { name: 'timetable', test: timetable },
    { name: 'lists', test: lists },
  ],
}
