/** A row of the backend's table. */
export interface Rider {
  id: number
  name: string
  email: string
}

export const readRider = 'SELECT id, name, email FROM rider WHERE id = $1'

/** The key of a random one of the ten thousand riders. */
export function riderId(): number {
  return 1 + Math.floor(Math.random() * 10_000)
}
