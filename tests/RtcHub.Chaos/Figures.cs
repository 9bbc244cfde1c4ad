using System.Globalization;
using RtcHub.Chaos.Logs;
using RtcHub.Chaos.Promises;

namespace RtcHub.Chaos;

/// <summary>What a round comes to in numbers: one line, and sums for the whole run.</summary>
internal sealed class Figures
{
    private readonly List<double> _answers = [];
    private readonly List<double> _backs = [];
    private readonly SortedDictionary<string, int> _refusals = new(StringComparer.Ordinal);

    public int Messages { get; private set; }

    public int Ok { get; private set; }

    public int Gaps { get; private set; }

    public int Gone { get; private set; }

    public int Unanswered { get; private set; }

    public int Excused { get; private set; }

    public int Partly { get; private set; }

    public int Lost { get; private set; }

    public int Doubled { get; private set; }

    public double MaxAnswer => Of(_answers, 1);

    public double MaxBack => Of(_backs, 1);

    public void Add(Round round, Checker checker)
    {
        Messages += round.Messages.Count;
        Unanswered += round.Messages.Count(message => message is { Code: null, FirstSentAt: not null });
        foreach (var refused in round.Messages.Where(message => message.IsRefused))
            _refusals[refused.Code!] = _refusals.GetValueOrDefault(refused.Code!) + 1;
        foreach (var entry in round.Sessions.SelectMany(session => session.Entries))
        {
            if (entry is CallAnswered { Method: not "Resume" } call)
                _answers.Add((call.At - call.SentAt).TotalSeconds);
            if (entry is not ResumeAnswered resume)
                continue;
            _backs.Add((resume.At - resume.TryingSince).TotalSeconds);
            Ok += resume.Code == "ok" ? 1 : 0;
            Gaps += resume.Code == "gap" ? 1 : 0;
            Gone += resume.Code == "session_gone" ? 1 : 0;
        }

        Excused += checker.ExactlyOnce.Excused;
        Partly += checker.ExactlyOnce.Partly;
        Lost += checker.ExactlyOnce.Lost;
        Doubled += checker.ExactlyOnce.Doubled;
    }

    /// <summary>For each client the longest time from making a message to its answer: how long it could not signal.</summary>
    public static (double P99, double Max) SignalingGap(Round round)
    {
        var gaps = round.Messages.Where(message => message is { AnsweredAt: not null, WasHeldByItsClient: false })
            .GroupBy(message => message.Sender)
            .Select(sender => sender.Max(message => (message.AnsweredAt!.Value - message.CreatedAt).TotalSeconds)).ToList();
        return (Of(gaps, 0.99), Of(gaps, 1));
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"messages {Messages,6:N0}  resumes {Ok}/{Gaps}/{Gone} ok/gap/gone, back p99 {Of(_backs, 0.99):0.00} max {MaxBack:0.00} s  answers p99 {Of(_answers, 0.99) * 1000:0} max {MaxAnswer * 1000:0} ms  lost {Lost} doubled {Doubled} (excused {Excused}, partly {Partly}, unanswered {Unanswered}{string.Concat(_refusals.Select(refusal => $", {refusal.Key} {refusal.Value}"))})");

    private static double Of(List<double> values, double quantile)
    {
        values.Sort();
        return values.Count == 0 ? 0 : values[Math.Min(values.Count - 1, (int)(values.Count * quantile))];
    }
}
