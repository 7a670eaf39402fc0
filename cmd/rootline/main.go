// Command rootline serves a directory of clinics.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // hours need the zones, wherever the program is put

	"rootline/internal/config"
	"rootline/internal/directory"
	"rootline/internal/store"
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
		return serve(ctx, cfg, out, logs, func(db *store.Store) error { return finished(ctx, cfg, db) })
	}
	return fmt.Errorf("no such command: %s", cfg.Command)
}

// sentence words an error for whoever started the program.
func sentence(err error) string {
	if e := (*directory.Error)(nil); errors.As(err, &e) {
		return words.English().Message(e.Message)
	}
	return err.Error()
}
