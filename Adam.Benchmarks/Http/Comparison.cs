namespace Adam.Benchmarks.Http;

/// <summary>Compares the responses of two servers. The speed of different responses is not comparable.</summary>
internal static class Comparison
{
    private const int Most = 200;
    private const int Before = 100;
    private const int Shown = 200;

    /// <exception cref="InvalidOperationException">Two responses differ.</exception>
    public static async Task AssertSameAsync(Server one, Server other, Question question, CancellationToken ct)
    {
        using var http = new HttpClient();
        for (var number = 0; number < Math.Min(Most, question.Paths.Count); number++)
        {
            var (mine, theirs) = (await AskAsync(one, number), await AskAsync(other, number));
            if (mine == theirs)
                continue;

            var from = Math.Max(0, mine.Zip(theirs).TakeWhile(pair => pair.First == pair.Second).Count() - Before);
            throw new InvalidOperationException(
                $"Different responses to {question.Paths[number]}.\n"
                    + $"{one.Name}: …{Part(mine, from)}\n{other.Name}: …{Part(theirs, from)}"
            );
        }

        async Task<string> AskAsync(Server server, int number)
        {
            using var request = question.Ask(server, number);
            using var answer = await http.SendAsync(request, ct);
            var headers = answer
                .Headers.NonValidated.Where(header => header.Key is "ETag" or "Link")
                .Select(header => $"{header.Key}: {header.Value}")
                .Order(StringComparer.Ordinal);
            // The headers come last: an ETag differs wherever the body does, and says less.
            return $"{(int)answer.StatusCode}\n{await answer.Content.ReadAsStringAsync(ct)}\n"
                + string.Join('\n', headers);
        }
    }

    /// <summary>Returns an excerpt around the first difference.</summary>
    private static string Part(string text, int from) => new([.. text.Skip(from).Take(Shown)]);
}
