// Command rootline serves a directory of clinics.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	_ "time/tzdata" // hours need the zones, wherever the program is put

	"rootline/internal/config"
	"rootline/internal/directory"
	"rootline/internal/words"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Getenv, os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "rootline:", sentence(err))
		os.Exit(1)
	}
}

// run is the whole program, with everything that it would reach for handed in,
// so that a test can start it and stop it.
func run(ctx context.Context, args []string, env func(string) string, out, logs io.Writer) error {
	cfg, err := config.Parse(args, env)
	if help := config.Help(""); errors.As(err, &help) {
		_, err = io.WriteString(out, string(help))
		return err
	}
	if err != nil {
		return err
	}
	switch cfg.Command {
	case config.Demo:
		return demonstrate(ctx, cfg, out, logs)
	case config.Serve:
		return serve(ctx, cfg, out, logs, func(*house) error { return nil })
	case config.Import:
		return takeIn(ctx, cfg, out, logs)
	case config.Export:
		return export(ctx, cfg, out)
	case config.Check:
		return check(ctx, cfg, out)
	case config.Backup:
		return backup(ctx, cfg, out)
	case config.Restore:
		return restore(ctx, cfg, out)
	case config.MailTest:
		return mailTest(ctx, cfg, out)
	case config.MailList:
		return listMail(ctx, cfg, out, logs)
	case config.MailRetry:
		return retryMail(ctx, cfg, out, logs)
	case config.AdminCreate:
		return createAdmin(ctx, cfg, out, logs)
	case config.KeysRotate:
		return rotateKeys(ctx, cfg, out, logs)
	}
	return fmt.Errorf("no such command: %s", cfg.Command)
}

// sentence words an error for whoever started the program: what is wrong, and
// where something read has several mistakes, each of them on a line.
func sentence(err error) string {
	e := (*directory.Error)(nil)
	if !errors.As(err, &e) {
		return err.Error()
	}
	w := words.English()
	lines := []string{w.Message(e.Message)}
	for _, name := range slices.Sorted(maps.Keys(e.Fields)) {
		lines = append(lines, "  "+name+": "+w.Message(e.Fields[name]))
	}
	return strings.Join(lines, "\n")
}
