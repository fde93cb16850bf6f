using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Adam.Tests.Sql;

/// <summary>
/// Finds comparisons of a stored column with a value of another type. The server then converts the column of every row
/// and cannot seek an index. OPENJSON must declare exactly the type of the column, so that values are neither cut nor
/// converted. Literals are converted once and are ignored.
/// </summary>
internal sealed class TypeMeetings : TSqlFragmentVisitor
{
    private enum Kind
    {
        Stored,
        OfRows,
        Parameter,
        Literal,
        Computed,
    }

    /// <param name="Type">The type; null if it is unknown.</param>
    private sealed record Typed(SqlType? Type, Kind Kind);

    private sealed class Scope(Scope? outer)
        : Dictionary<string, Dictionary<string, Typed>>(StringComparer.OrdinalIgnoreCase)
    {
        public Typed? Find(string? source, string column)
        {
            var sources =
                source is null ? Values
                : TryGetValue(source, out var one) ? [one]
                : Enumerable.Empty<Dictionary<string, Typed>>();
            return sources
                    .Select(columns => columns.GetValueOrDefault(column))
                    .FirstOrDefault(found => found is not null)
                ?? outer?.Find(source, column);
        }
    }

    private readonly IReadOnlyDictionary<string, IReadOnlyDictionary<string, SqlType>> _schema;
    private readonly Dictionary<string, SqlType> _parameters;
    private readonly List<string> _faults = [];
    private Scope? _scope;
    private Dictionary<string, Typed>? _target;

    private TypeMeetings(IReadOnlyDictionary<string, IReadOnlyDictionary<string, SqlType>> schema, SentQuery query)
    {
        _schema = schema;
        _parameters = query.Parameters.ToDictionary(
            parameter => "@" + parameter.ParameterName.TrimStart('@'),
            SqlType.Of,
            StringComparer.OrdinalIgnoreCase
        );
    }

    /// <summary>The number of comparisons and assignments of a stored column that were checked.</summary>
    public int Seen { get; private set; }

    public static (IReadOnlyList<string> Faults, int Seen) In(
        IReadOnlyDictionary<string, IReadOnlyDictionary<string, SqlType>> schema,
        SentQuery query
    )
    {
        var meetings = new TypeMeetings(schema, query);
        Tsql.Parse(query.Sql).Accept(meetings);
        return (meetings._faults, meetings.Seen);
    }

    public override void ExplicitVisit(QuerySpecification node) =>
        Within(node.FromClause, null, () => base.ExplicitVisit(node));

    public override void ExplicitVisit(UpdateSpecification node) =>
        Within(
            node.FromClause,
            node.Target,
            () =>
            {
                _target = _scope![((NamedTableReference)node.Target).SchemaObject.BaseIdentifier.Value];
                base.ExplicitVisit(node);
            }
        );

    public override void ExplicitVisit(DeleteSpecification node) =>
        Within(node.FromClause, node.Target, () => base.ExplicitVisit(node));

    public override void Visit(BooleanComparisonExpression node) =>
        Compare(node, node.FirstExpression, node.SecondExpression);

    public override void Visit(BooleanTernaryExpression node)
    {
        Compare(node, node.FirstExpression, node.SecondExpression);
        Compare(node, node.FirstExpression, node.ThirdExpression);
    }

    public override void Visit(InPredicate node)
    {
        foreach (var value in node.Values)
            Compare(node, node.Expression, value);
        if (node.Subquery is not null)
            Compare(node, TypeOf(node.Expression), Columns(node.Subquery.QueryExpression)[0].Column);
    }

    // An integer literal is an int as operand of + and &. Decimals are added regardless of their scale.
    public override void Visit(BinaryExpression node)
    {
        var (one, other) = (Calculated(node.FirstExpression), Calculated(node.SecondExpression));
        if (one.Type != other.Type && (one.Type, other.Type) is not ({ Name: "decimal" }, { Name: "decimal" }))
            Compare(node, one, other);
    }

    public override void Visit(AssignmentSetClause node) =>
        Assign(node, _target![node.Column.MultiPartIdentifier.Identifiers[^1].Value], TypeOf(node.NewValue));

    public override void Visit(InsertSpecification node)
    {
        var target = _schema[((NamedTableReference)node.Target).SchemaObject.BaseIdentifier.Value];
        var values = node.InsertSource switch
        {
            SelectInsertSource source => Columns(source.Select).Select(column => column.Column),
            ValuesInsertSource source => source.RowValues[0].ColumnValues.Select(TypeOf),
            _ => throw new NotSupportedException(node.InsertSource.GetType().Name),
        };
        foreach (var (column, value) in node.Columns.Zip(values))
            Assign(node, new(target[column.MultiPartIdentifier.Identifiers[^1].Value], Kind.Stored), value);
    }

    private void Compare(TSqlFragment where, ScalarExpression one, ScalarExpression other) =>
        Compare(where, TypeOf(one), TypeOf(other));

    private void Compare(TSqlFragment where, Typed one, Typed other)
    {
        Judge(one, other);
        Judge(other, one);

        void Judge(Typed column, Typed met)
        {
            if (column.Kind != Kind.Stored || met.Kind == Kind.Literal)
                return;

            Seen++;
            if (met.Type is null)
                _faults.Add($"{column.Type} meets an unknown type in {Tsql.TextOf(where)}");
            else if (column.Type!.IsConvertedBeside(met.Type) || (met.Kind == Kind.OfRows && met.Type != column.Type))
                _faults.Add($"{column.Type} meets {met.Type} in {Tsql.TextOf(where)}");
        }
    }

    /// <summary>
    /// Checks an assignment. A written number may be narrower than its column, and a text parameter may have any
    /// length. Only OPENJSON must declare the type of the column.
    /// </summary>
    private void Assign(TSqlFragment where, Typed column, Typed value)
    {
        if (value.Kind == Kind.Literal)
            return;

        Seen++;
        if (
            value.Kind == Kind.OfRows
                ? value.Type != column.Type
                : value.Kind == Kind.Parameter
                    && value.Type is not null
                    && column.Type!.Length != SqlType.Max
                    && column.Type.IsConvertedBeside(value.Type)
        )
            _faults.Add($"{column.Type} is given {value.Type} in {Tsql.TextOf(where)}");
    }

    private void Within(FromClause? from, TableReference? target, Action visit)
    {
        var outer = _scope;
        _scope = ScopeOf(from, target, outer);
        visit();
        _scope = outer;
    }

    private Scope ScopeOf(FromClause? from, TableReference? target, Scope? outer)
    {
        var scope = new Scope(outer);
        foreach (var table in from?.TableReferences ?? [])
            Add(scope, table);
        // The target of DELETE t FROM … is an alias.
        if (target is NamedTableReference named && !scope.ContainsKey(named.SchemaObject.BaseIdentifier.Value))
            Add(scope, named);
        return scope;
    }

    private void Add(Scope scope, TableReference table)
    {
        switch (table)
        {
            case JoinTableReference join:
                Add(scope, join.FirstTableReference);
                Add(scope, join.SecondTableReference);
                break;
            case NamedTableReference named:
                var name = named.SchemaObject.BaseIdentifier.Value;
                scope[named.Alias?.Value ?? name] = _schema[name]
                    .ToDictionary(
                        column => column.Key,
                        column => new Typed(column.Value, Kind.Stored),
                        StringComparer.OrdinalIgnoreCase
                    );
                break;
            case OpenJsonTableReference rows:
                scope[rows.Alias.Value] = rows.SchemaDeclarationItems.ToDictionary(
                    item => item.ColumnDefinition.ColumnIdentifier.Value,
                    item => new Typed(SqlType.Of(item.ColumnDefinition.DataType), Kind.OfRows),
                    StringComparer.OrdinalIgnoreCase
                );
                break;
            case QueryDerivedTable derived:
                scope[derived.Alias.Value] = Columns(derived.QueryExpression)
                    .Where(column => column.Name is not null)
                    .ToDictionary(column => column.Name!, column => column.Column, StringComparer.OrdinalIgnoreCase);
                break;
            default:
                throw new NotSupportedException(table.GetType().Name);
        }
    }

    private IReadOnlyList<(string? Name, Typed Column)> Columns(QueryExpression query)
    {
        switch (query)
        {
            case QueryParenthesisExpression inner:
                return Columns(inner.QueryExpression);
            case BinaryQueryExpression union:
                return Columns(union.FirstQueryExpression);
            case QuerySpecification select:
                var columns = new List<(string?, Typed)>();
                Within(
                    select.FromClause,
                    null,
                    () =>
                        columns.AddRange(
                            select
                                .SelectElements.Cast<SelectScalarExpression>()
                                .Select(element =>
                                    (
                                        element.ColumnName?.Value
                                            ?? (element.Expression as ColumnReferenceExpression)
                                                ?.MultiPartIdentifier
                                                .Identifiers[^1]
                                                .Value,
                                        TypeOf(element.Expression)
                                    )
                                )
                        )
                );
                return columns;
            default:
                throw new NotSupportedException(query.GetType().Name);
        }
    }

    private Typed Calculated(ScalarExpression expression) =>
        expression is IntegerLiteral ? new(new("int"), Kind.Computed) : TypeOf(expression);

    private Typed TypeOf(ScalarExpression? expression) =>
        expression switch
        {
            Literal => new(null, Kind.Literal),
            VariableReference variable => new(_parameters.GetValueOrDefault(variable.Name), Kind.Parameter),
            ColumnReferenceExpression { MultiPartIdentifier.Identifiers: var parts } => _scope?.Find(
                parts.Count > 1 ? parts[^2].Value : null,
                parts[^1].Value
            ) ?? new(null, Kind.Computed),
            ParenthesisExpression inner => TypeOf(inner.Expression),
            // A sign does not change the type.
            UnaryExpression signed => TypeOf(signed.Expression) with { Kind = Kind.Computed },
            ScalarSubquery inner => Columns(inner.QueryExpression)[0].Column with { Kind = Kind.Computed },
            BinaryExpression two => Highest(Calculated(two.FirstExpression), Calculated(two.SecondExpression)),
            CastCall cast => new(SqlType.Of(cast.DataType), Kind.Computed),
            SearchedCaseExpression choice => Highest([
                .. choice.WhenClauses.Select(when => TypeOf(when.ThenExpression)),
                TypeOf(choice.ElseExpression),
            ]),
            NullIfExpression nullable => TypeOf(nullable.FirstExpression),
            FunctionCall { FunctionName.Value: "MAX" or "MIN" or "FLOOR", Parameters: [var only] } => TypeOf(only) with
            {
                Kind = Kind.Computed,
            },
            FunctionCall { FunctionName.Value: "COUNT" } => new(new("int"), Kind.Computed),
            _ => new(null, Kind.Computed),
        };

    private static Typed Highest(params ReadOnlySpan<Typed> some)
    {
        SqlType? highest = null;
        foreach (var one in some)
        {
            if (one.Type is not null)
                highest = highest?.HigherOf(one.Type) ?? one.Type;
        }

        return new(highest, Kind.Computed);
    }
}
