// Command assets builds the files that are embedded in the program.
package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
)

// commands are what assets can build, each given the arguments after its name.
var commands = map[string]func([]string) error{
	"gazetteer": gazetteer,
	"web":       web,
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "assets:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) > 0 {
		if command, ok := commands[args[0]]; ok {
			return command(args[1:])
		}
	}
	names := make([]string, 0, len(commands))
	for name := range commands {
		names = append(names, name)
	}
	slices.Sort(names)
	return fmt.Errorf("say what to build: %s", strings.Join(names, ", "))
}
