/*
 * A disk that can be told to fail, for tests: loaded with LD_PRELOAD, it stands between a program and the C library.
 *
 * It minds only files under one folder (disk_watch). On these it can end the process at the n-th call of some kinds,
 * fail it (disk_break), and write every change to a log, in the order the disk saw them (disk_watch, disk_mark).
 * Syncing is counted and logged but not done: what a power cut would have taken is worked out from the log.
 *
 * The numbers below and the log's record are known to disk.py too.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { OPEN = 1, READ = 2, WRITE = 4, SYNC = 8, TRUNCATE = 16, RENAME = 32, UNLINK = 64, CREATE = 128, MARK = 256 };
enum { LINK = 512, MKDIR = 1024, RMDIR = 2048 };
enum { NOTHING, KILL, KILL_HALFWAY, FAIL };

#define MOST_FILES 1024

struct record {
    uint32_t kind;
    uint32_t path_length;
    int64_t offset;
    uint64_t length;
};

static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;
static char *folder;
static char *names[MOST_FILES];
static int log_file = -1;
static int deed, kinds, given_error, lasting;
static long at, counted;

static int watched(const char *path)
{
    if (!folder || !path)
        return 0;
    size_t length = strlen(folder);
    return !strncmp(path, folder, length) && (path[length] == '/' || !path[length]);
}

static const char *name_of(int fd)
{
    return fd >= 0 && fd < MOST_FILES ? names[fd] : NULL;
}

static void forget(int fd)
{
    if (fd >= 0 && fd < MOST_FILES && names[fd]) {
        free(names[fd]);
        names[fd] = NULL;
    }
}

static void put(const void *data, size_t length)
{
    const char *next = data;
    while (length) {
        long written = syscall(SYS_write, log_file, next, length);
        if (written <= 0)
            abort();
        next += written;
        length -= written;
    }
}

static void note(int kind, const char *path, int64_t offset, const void *data, size_t length)
{
    if (log_file < 0)
        return;
    struct record record = {kind, strlen(path), offset, length};
    put(&record, sizeof record);
    put(path, record.path_length);
    put(data, length);
}

/* Count a call; end the process, or return the error that the call shall fail with, if it is the one. */
static int struck(int kind, int *halfway)
{
    if (!(kinds & kind))
        return 0;
    counted++;
    if (deed == NOTHING || !(counted == at || (lasting && counted > at)))
        return 0;
    if (deed == FAIL)
        return given_error;
    if (deed == KILL_HALFWAY && halfway) {
        *halfway = 1;
        return 0;
    }
    kill(getpid(), SIGKILL);
    for (;;)
        pause();
}

void disk_watch(const char *new_folder, const char *log_path)
{
    folder = strdup(new_folder);
    if (*log_path)
        log_file = syscall(SYS_openat, AT_FDCWD, log_path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

void disk_break(int new_deed, int new_kinds, long new_at, int error, int lasts)
{
    pthread_mutex_lock(&one_at_a_time);
    deed = new_deed, kinds = new_kinds, at = new_at, given_error = error, lasting = lasts, counted = 0;
    pthread_mutex_unlock(&one_at_a_time);
}

long disk_counted(void)
{
    return counted;
}

void disk_mark(const char *text)
{
    pthread_mutex_lock(&one_at_a_time);
    note(MARK, text, 0, NULL, 0);
    pthread_mutex_unlock(&one_at_a_time);
}

static int opened(const char *path, int flags, mode_t mode)
{
    if (!watched(path))
        return syscall(SYS_openat, AT_FDCWD, path, flags, mode);
    pthread_mutex_lock(&one_at_a_time);
    struct stat found;
    int creates = (flags & O_CREAT) && lstat(path, &found);
    int error = struck(creates ? OPEN | CREATE : OPEN, NULL), fd = -1;
    if (!error) {
        fd = syscall(SYS_openat, AT_FDCWD, path, flags, mode);
        error = errno;
    }
    if (fd >= 0) {
        forget(fd);
        if (fd < MOST_FILES)
            names[fd] = strdup(path);
        if (creates)
            note(CREATE, path, 0, NULL, 0);
        else if (flags & O_TRUNC)
            note(TRUNCATE, path, 0, NULL, 0);
    }
    pthread_mutex_unlock(&one_at_a_time);
    errno = error;
    return fd;
}

#define MODE \
    mode_t mode = 0; \
    if (flags & (O_CREAT | O_TMPFILE)) { \
        va_list more; \
        va_start(more, flags); \
        mode = va_arg(more, mode_t); \
        va_end(more); \
    }

int open(const char *path, int flags, ...)
{
    MODE
    return opened(path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
    MODE
    return opened(path, flags, mode);
}

int openat(int from, const char *path, int flags, ...)
{
    MODE
    return *path == '/' ? opened(path, flags, mode) : (int)syscall(SYS_openat, from, path, flags, mode);
}

int openat64(int from, const char *path, int flags, ...)
{
    MODE
    return *path == '/' ? opened(path, flags, mode) : (int)syscall(SYS_openat, from, path, flags, mode);
}

int close(int fd)
{
    pthread_mutex_lock(&one_at_a_time);
    forget(fd);
    pthread_mutex_unlock(&one_at_a_time);
    return syscall(SYS_close, fd);
}

static ssize_t written(int fd, const void *data, size_t length, off_t offset, int moves)
{
    if (!name_of(fd))
        return moves ? syscall(SYS_write, fd, data, length) : syscall(SYS_pwrite64, fd, data, length, offset);
    pthread_mutex_lock(&one_at_a_time);
    int halfway = 0, error = struck(WRITE, &halfway);
    ssize_t done = -1;
    if (!error) {
        if (moves)
            offset = lseek(fd, 0, SEEK_CUR);
        done = syscall(SYS_pwrite64, fd, data, halfway ? length / 2 : length, offset);
        error = errno;
        if (halfway) {
            kill(getpid(), SIGKILL);
            for (;;)
                pause();
        }
        if (done > 0)
            note(WRITE, names[fd], offset, data, done);
        if (done > 0 && moves)
            lseek(fd, offset + done, SEEK_SET);
    }
    pthread_mutex_unlock(&one_at_a_time);
    errno = error;
    return done;
}

ssize_t write(int fd, const void *data, size_t length)
{
    return written(fd, data, length, 0, 1);
}

ssize_t pwrite(int fd, const void *data, size_t length, off_t offset)
{
    return written(fd, data, length, offset, 0);
}

ssize_t pwrite64(int fd, const void *data, size_t length, off_t offset)
{
    return written(fd, data, length, offset, 0);
}

/* Whether this read must fail. */
static int unreadable(int fd)
{
    if (!name_of(fd))
        return 0;
    pthread_mutex_lock(&one_at_a_time);
    int error = struck(READ, NULL);
    pthread_mutex_unlock(&one_at_a_time);
    errno = error;
    return error;
}

ssize_t read(int fd, void *data, size_t length)
{
    return unreadable(fd) ? -1 : syscall(SYS_read, fd, data, length);
}

ssize_t pread(int fd, void *data, size_t length, off_t offset)
{
    return unreadable(fd) ? -1 : syscall(SYS_pread64, fd, data, length, offset);
}

ssize_t pread64(int fd, void *data, size_t length, off_t offset)
{
    return unreadable(fd) ? -1 : syscall(SYS_pread64, fd, data, length, offset);
}

static int synced(int fd, int call)
{
    if (!name_of(fd))
        return syscall(call, fd);
    pthread_mutex_lock(&one_at_a_time);
    int error = struck(SYNC, NULL);
    if (!error)
        note(SYNC, names[fd], 0, NULL, 0);
    pthread_mutex_unlock(&one_at_a_time);
    errno = error;
    return error ? -1 : 0;
}

int fsync(int fd)
{
    return synced(fd, SYS_fsync);
}

int fdatasync(int fd)
{
    return synced(fd, SYS_fdatasync);
}

static int cut(int fd, off_t size)
{
    if (!name_of(fd))
        return syscall(SYS_ftruncate, fd, size);
    pthread_mutex_lock(&one_at_a_time);
    int error = struck(TRUNCATE, NULL), done = -1;
    if (!error) {
        done = syscall(SYS_ftruncate, fd, size);
        error = errno;
        if (!done)
            note(TRUNCATE, names[fd], size, NULL, 0);
    }
    pthread_mutex_unlock(&one_at_a_time);
    errno = error;
    return done;
}

int ftruncate(int fd, off_t size)
{
    return cut(fd, size);
}

int ftruncate64(int fd, off_t size)
{
    return cut(fd, size);
}

/* A change of names: `from` gets the name `to`, gets it too, is made as a folder, or goes away. */
static int move(int kind, const char *from, const char *to, mode_t mode)
{
    switch (kind) {
    case RENAME:
        return syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
    case LINK:
        return syscall(SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0);
    case MKDIR:
        return syscall(SYS_mkdirat, AT_FDCWD, from, mode);
    default:
        return syscall(SYS_unlinkat, AT_FDCWD, from, kind == RMDIR ? AT_REMOVEDIR : 0);
    }
}

static int renamed(int kind, const char *from, const char *to, mode_t mode)
{
    if (!watched(to ? to : from))
        return move(kind, from, to, mode);
    pthread_mutex_lock(&one_at_a_time);
    int error = struck(kind, NULL), done = -1;
    if (!error) {
        done = move(kind, from, to, mode);
        error = errno;
        if (!done)
            note(kind, from, 0, to, to ? strlen(to) : 0);
    }
    pthread_mutex_unlock(&one_at_a_time);
    errno = error;
    return done;
}

int rename(const char *from, const char *to)
{
    return renamed(RENAME, from, to, 0);
}

int link(const char *from, const char *to)
{
    return renamed(LINK, from, to, 0);
}

int mkdir(const char *path, mode_t mode)
{
    return renamed(MKDIR, path, NULL, mode);
}

int rmdir(const char *path)
{
    return renamed(RMDIR, path, NULL, 0);
}

int unlink(const char *path)
{
    return renamed(UNLINK, path, NULL, 0);
}

int unlinkat(int from, const char *path, int flags)
{
    const char *holder = *path == '/' ? NULL : name_of(from);
    char whole[PATH_MAX];
    if (*path != '/' && !holder)
        return syscall(SYS_unlinkat, from, path, flags);
    snprintf(whole, sizeof whole, "%s%s%s", holder ? holder : "", holder ? "/" : "", path);
    return renamed(flags & AT_REMOVEDIR ? RMDIR : UNLINK, whole, NULL, 0);
}
