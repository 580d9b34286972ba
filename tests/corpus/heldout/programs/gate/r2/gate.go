// SPDX-License-Identifier: Apache-2.0

package main

import (
	"net/http"
	"regexp"
	"strings"
	"sync"
	"time"
)

// Gate knows where requests go.
type Gate struct {
	targets map[string]*Target
}

// Target is where they go.
type Target struct {
	hits int
	url  string
}

// Target counts and returns.
func (gate *Gate) Target(host string) string {
	target := gate.targets[host]
	target.hits++
	return target.url
}

type session struct{ user *string }

func routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/account", logged(account))
	mux.HandleFunc("/session", logged(current))
	return mux
}

func logged(handler http.HandlerFunc) http.HandlerFunc {
	return func(writer http.ResponseWriter, request *http.Request) {
		start := time.Now()
		handler(writer, request)
		times[request.URL.Path] = time.Since(start)
	}
}

var times = map[string]time.Duration{}

func account(writer http.ResponseWriter, request *http.Request) {
	token := strings.Split(request.Header.Get("Authorization"), " ")[1]
	_, _ = writer.Write([]byte(token))
}

func current(writer http.ResponseWriter, request *http.Request) {
	found := session{}
	_, _ = writer.Write([]byte(*found.user))
}

func compile(rule string) *regexp.Regexp {
	return regexp.MustCompile(rule)
}

func portOf(config map[string]any) int {
	return int(config["port"].(float64))
}

func weigh(tree map[string]any) int {
	if child, ok := tree["child"]; ok {
		return 1 + weigh(child.(map[string]any))
	}
	return share(tree["size"].(int))
}

func share(size int) int {
	return 100 / size
}

func stop(done chan int, count int) {
	for range count + 1 {
		close(done)
	}
}

func collect(count int) {
	var group sync.WaitGroup
	results := make([]int, 1)
	for number := range count + 2 {
		group.Add(1)
		go func() {
			defer group.Done()
			keep(results, number, number == count+1)
		}()
	}
	group.Wait()
}

func keep(results []int, number int, last bool) {
	if last {
		results[number] = number
	}
}

func bucket(age time.Duration, buckets []int) int {
	return buckets[int(age.Minutes())]
}
