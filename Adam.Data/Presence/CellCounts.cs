using Adam.Data.Databases;

namespace Adam.Data.Presence;

/// <summary>
/// Counts a table by one or two dimensions in memory. A join of both with the partners has a row for each combination
/// of their values in a project, and sorts all rows twice to count projects and partners once, and again to add up
/// amounts. Read one by one, dimensions, partners and amounts have a row for each value.
/// </summary>
internal static class CellCounts
{
    private const int Bits = 64;

    /// <summary>Returns true for a table that is counted here.</summary>
    public static bool Fit(PresenceQuery question) => question.By.Count is 1 or 2;

    /// <summary>Returns the numbers of a table.</summary>
    /// <param name="many">The number of projects from which on the values of all projects are read.</param>
    public static async Task<PresenceNumbers> ReadAsync(
        Session session,
        PresenceQuery question,
        int many,
        CancellationToken ct
    )
    {
        var projects = await CountedProjects.ReadAsync(session, question, many, ct);
        var first = await projects.ValuesAsync(question.By[0], ct);
        var second = question.By.Count > 1 ? await projects.ValuesAsync(question.By[1], ct) : null;
        // A figure that is not asked for is counted over no values.
        var partners = question.Figures.HasFlag(PresenceFigures.Partners)
            ? await projects.PartnersAsync(ct)
            : ProjectValues.Create(projects.Count, []);
        var amounts = question.NeedsAmounts
            ? await projects.AmountsAsync(ct)
            : ProjectAmounts.Create(projects.Count, []);
        var donorIsFirst = question.By[0] == PresenceDimension.Donor;
        var given = question.NeedsGiven ? await projects.DonorAmountsAsync(ct) : null;
        // Amounts are converted at the rate of a year, which is that of the start or of the cell. What is given is
        // spread over the days of its project by year only.
        var byStart = question.Converts;
        var byPeriod = question.By.Contains(PresenceDimension.Year);

        var needsFirst = projects.NeedsValue(question.By[0]);
        var needsSecond = second is not null && projects.NeedsValue(question.By[1]);
        var (all, cells) = (NewCell(), new Dictionary<(int First, int Second), Cell>());
        for (var place = 0; place < projects.Count; place++)
        {
            if ((needsFirst && first.At(place).IsEmpty) || (needsSecond && second!.At(place).IsEmpty))
                continue;

            var ofStart = (byStart ? FirstDayOfYear(projects.Days[place].Start) : 0, 0);
            all.Add(partners.At(place), amounts.At(place), ofStart);
            foreach (var one in first.At(place))
            {
                if (second is null)
                    Add(one, -1);
                else
                {
                    foreach (var other in second.At(place))
                        Add(one, other);
                }
            }

            void Add(int one, int other)
            {
                if (!cells.TryGetValue((one, other), out var cell))
                    cells[(one, other)] = cell = NewCell();
                cell.Add(partners.At(place), amounts.At(place), ofStart);
                if (given is not null)
                    cell.Give(
                        donorIsFirst ? first.Values[one] : second!.Values[other],
                        given.At(place),
                        byPeriod ? projects.Days[place] : ofStart
                    );
            }
        }

        var rows = cells
            .Select(one =>
                (Row: one.Value.ToRow(first.Values[one.Key.First], second?.Values[one.Key.Second]), Cell: one.Value)
            )
            .ToList();
        var totals = all.ToRow(null, null);
        return new(
            [.. rows.Select(one => one.Row)],
            totals,
            rows.SelectMany(one => one.Cell.AmountsOf(one.Row)).ToLookup(amount => amount.Key),
            all.AmountsOf(totals).ToLookup(amount => amount.Key),
            given is null ? null : rows.SelectMany(one => one.Cell.GivenOf(one.Row)).ToLookup(amount => amount.Key)
        );

        Cell NewCell() => new(new ulong[(partners.Values.Count / Bits) + 1]);
    }

    private static int FirstDayOfYear(int startDay) =>
        startDay == Database.UnknownStartDay
            ? startDay
            : new DateOnly(DateOnly.FromDayNumber(startDay).Year, 1, 1).DayNumber;

    /// <param name="seen">A bit for each partner.</param>
    private sealed class Cell(ulong[] seen)
    {
        private readonly Sums _amounts = [];
        private readonly Sums _given = [];
        private long _projects;

        public void Add(ReadOnlySpan<int> partners, ReadOnlySpan<ProjectAmount> amounts, (int Start, int End) days)
        {
            _projects++;
            foreach (var index in partners)
                seen[index / Bits] |= 1UL << (index % Bits);
            foreach (var amount in amounts)
                _amounts.Add(amount, days);
        }

        /// <summary>Adds what a donor gives to a project.</summary>
        public void Give(string donor, ReadOnlySpan<ProjectAmount> amounts, (int Start, int End) days)
        {
            foreach (var amount in amounts)
            {
                if (amount.Donor == donor)
                    _given.Add(amount, days);
            }
        }

        public PresenceRow ToRow(string? first, string? second) =>
            new()
            {
                D0 = first,
                D1 = second,
                Projects = _projects,
                Partners = seen.Sum(bits => (long)ulong.PopCount(bits)),
            };

        /// <summary>Returns the amounts of the cell.</summary>
        /// <param name="row">The row of the cell.</param>
        public IEnumerable<PresenceAmountRow> AmountsOf(PresenceRow row) => _amounts.ToRows(row);

        /// <summary>Returns the amounts that the donor of the cell gives.</summary>
        /// <inheritdoc cref="AmountsOf"/>
        public IEnumerable<PresenceAmountRow> GivenOf(PresenceRow row) => _given.ToRows(row);
    }

    /// <summary>Sums in ten-thousandths by currency and days.</summary>
    private sealed class Sums : Dictionary<(string Currency, int Start, int End), Int128>
    {
        private const int Unit = 10_000;

        public void Add(ProjectAmount amount, (int Start, int End) days)
        {
            var key = (amount.Currency, days.Start, days.End);
            this[key] = this.GetValueOrDefault(key) + amount.TenThousandths;
        }

        public IEnumerable<PresenceAmountRow> ToRows(PresenceRow row) =>
            this.Select(sum => new PresenceAmountRow(row)
            {
                StartDay = sum.Key.Start,
                EndDay = sum.Key.End,
                Currency = sum.Key.Currency,
                Units = (decimal)(sum.Value / Unit),
                TenThousandths = (long)(sum.Value % Unit),
            });
    }
}
