import Box from '@mui/material/Box'
import { useLocation } from 'react-router'
import { FormsView } from './FormsView.tsx'
import { HomeView } from './HomeView.tsx'
import { StatesView } from './StatesView.tsx'
import { TableView } from './TableView.tsx'

const views: Record<string, () => React.JSX.Element> = { table: TableView, forms: FormsView, home: HomeView, states: StatesView }

export function Gallery({ view }: { view: string }) {
  const View = views[view] ?? TableView
  return (
    <Box data-path={useLocation().pathname} sx={{ blockSize: { sm: '100vh' }, padding: { sm: 2 } }}>
      <Box
        sx={{
          blockSize: '100%',
          overflowY: { sm: 'auto' },
          bgcolor: { sm: 'surface' },
          border: { sm: 1 },
          borderColor: { sm: 'line' },
          borderRadius: { sm: '10px' },
        }}
      >
        <View />
      </Box>
    </Box>
  )
}
