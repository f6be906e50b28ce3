import { Id, Instant, NounEntity, Text, Version } from '../platform/noun.ts'

/** There is one row of it. */
export const ORGANIZATION_ID = '00000000000000000000000001'

@NounEntity({ table: 'organization', description: 'Name, zone and language of the organisation.' })
export class Organization {
  @Id({ exposed: false })
  id!: string

  @Text({ max: 100 })
  name!: string

  @Text({ max: 64, form: 'timeZone' })
  timeZone!: string

  @Text({ max: 35 })
  locale!: string

  @Version()
  version!: number

  @Instant({ exposed: false, quiet: true })
  updatedAt!: Date
}
