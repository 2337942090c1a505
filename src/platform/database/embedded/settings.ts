import { totalmem } from 'node:os'

const megabyte = 1024 * 1024

/** Settings of the server, for a machine that it shares with the program. */
export function serverSettings(port: number, extra: Readonly<Record<string, string>>): string[] {
  const memory = Math.floor(Math.min(totalmem(), process.constrainedMemory() || Infinity) / megabyte)
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: '60',
    // An eighth of the memory: writing a complaint touches some sixty pages that lie far apart, in a gigabyte of indexes
    // where there are a million of them, and what is not here is fetched and put away again.
    shared_buffers: `${String(memory >= 4096 ? Math.min(4096, Math.max(256, Math.floor(memory / 8))) : memory >= 1024 ? 128 : 64)}MB`,
    effective_cache_size: `${String(Math.max(256, Math.floor(memory / 2)))}MB`,
    work_mem: '8MB',
    maintenance_work_mem: '128MB',
    random_page_cost: '1.1',
    jit: 'off',
    huge_pages: 'off',
    fsync: 'on',
    log_checkpoints: 'off',
    log_line_prefix: '%m [%p] ',
    log_timezone: 'UTC',
    timezone: 'UTC',
    // Statements may hold personal data.
    log_min_error_statement: 'panic',
    log_parameter_max_length_on_error: '0',
    ...extra,
  }
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}
