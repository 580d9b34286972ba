// SPDX-License-Identifier: Apache-2.0

// A small proxy: run WHAT SEED. Each WHAT is what a person once
// did to it.
package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"time"
)

func decode(text string) map[string]any {
	var into map[string]any
	if err := json.Unmarshal([]byte(text), &into); err != nil {
		panic(fmt.Errorf("decode %d bytes: %w", len(text), err))
	}
	return into
}

func serve(path string, header string) {
	server := httptest.NewServer(routes())
	defer server.Close()
	request, _ := http.NewRequest("GET", server.URL+path, nil)
	request.Header.Set("Authorization", header)
	_, _ = http.DefaultClient.Do(request)
	os.Exit(1)
}

func nested(depth int) map[string]any {
	if depth == 0 {
		return map[string]any{"size": 0}
	}
	return map[string]any{"child": nested(depth - 1)}
}

func main() {
	seed, _ := strconv.Atoi(os.Args[2])
	switch os.Args[1] {
	case "target":
		new(Gate).Target(fmt.Sprintf("host%d", seed))
	case "token":
		serve("/account", fmt.Sprintf("Bearer%d", seed))
	case "session":
		serve(fmt.Sprintf("/session?id=%d", seed), "")
	case "config":
		decode(fmt.Sprintf("{\"port\": %d,}", seed))
	case "rule":
		compile(fmt.Sprintf("^/v%d/(.*$", seed))
	case "port":
		portOf(decode(fmt.Sprintf("{\"port\": \"%d\"}", seed)))
	case "weights":
		weigh(nested(seed))
	case "closed":
		stop(make(chan int), seed)
	case "race":
		collect(seed)
	case "buckets":
		fmt.Println(bucket(time.Duration(seed)*time.Hour, make([]int, 1)))
	}
}
