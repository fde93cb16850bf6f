using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Adam.Api.Binding;
using Adam.Api.Errors;
using Adam.Api.Overlaps;
using Adam.Api.Tables;
using Adam.Data.Overlaps.Report;
using Adam.Data.Projects;
using Adam.Domain.Geography;
using Adam.Domain.Projects;
using Adam.Tests.Projects;
using Dapper;
using Microsoft.Extensions.DependencyInjection;

namespace Adam.Tests.Overlaps;

/// <summary>Every filter of a request reaches the query.</summary>
public sealed class OverlapFilterTests(string engine) : RegisterTests(engine)
{
    // Some conditions of a filter are fields, which are those of a tuple.
    private static readonly JsonSerializerOptions Whole = new() { IncludeFields = true };

    /// <summary>The names of the parameters that filter overlaps, without those of every list.</summary>
    private static IEnumerable<string> Parameters =>
        Shape
            .Query.Where(parameter =>
                parameter.Property.DeclaringType!.IsAssignableFrom(typeof(OverlapFilterRequest))
                && !parameter.Property.DeclaringType.IsAssignableFrom(typeof(TableListRequest))
            )
            .Select(parameter => parameter.Name);

    private static IEnumerable<string> Conditions =>
        typeof(ProjectFilter).GetProperties().Where(property => property.CanWrite).Select(property => property.Name);

    private static RequestModel Shape => RequestModel.For(typeof(ListOverlapsRequest));

    [TestCaseSource(nameof(Parameters))]
    public async Task Each_parameter_changes_the_filter(string name)
    {
        var reader = TestApi.Over(Register.Database).Services.GetRequiredService<OverlapFilterReader>();
        var parameter = Shape.Query.Single(one => one.Name == name);
        var (request, errors) = ((ListOverlapsRequest)Shape.Create(), new List<ValidationError>());
        parameter.Read(request, [await ValueAsync(parameter)], errors);
        Assert.That(errors, Is.Empty);

        var (given, nothing) = (await reader.ReadAsync(request, ranked: true, default), new OverlapFilter());
        Assert.That(Written(given), Is.Not.EqualTo(Written(nothing)), "the parameter is accepted and ignored");
    }

    [TestCaseSource(nameof(Conditions))]
    public void Each_condition_of_the_projects_filter_applies_to_projects_and_to_overlaps(string name)
    {
        var property = typeof(ProjectFilter).GetProperty(name)!;
        var filter = new ProjectFilter();
        property.SetValue(filter, Some(property.PropertyType));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(filter.IsEmpty, Is.False);
            Assert.That(Query(filter), Is.Not.EqualTo(Query(new())));
            Assert.That(Written(OverlapFilter.FromProjectFilter(filter)), Is.Not.EqualTo(Written(new OverlapFilter())));
        }
    }

    /// <summary>Returns the query that counts the projects of a filter, with the values of its parameters.</summary>
    private static string Query(ProjectFilter filter)
    {
        var statement = ProjectListSql.Count(filter, ProjectLead.Usual(ProjectConditions.For(filter)));
        var parameters = (DynamicParameters)statement.Parameters;
        return statement.Sql + JsonSerializer.Serialize(parameters.ParameterNames.Select(parameters.Get<object>));
    }

    private static string Written(OverlapFilter filter) => JsonSerializer.Serialize(filter, Whole);

    /// <summary>
    /// Returns the documented example of a parameter, or the id of a recorded project if the parameter is an id.
    /// </summary>
    private async Task<string> ValueAsync(Parameter parameter)
    {
        if (parameter.ItemType == typeof(Guid?))
            return (await Register.RecordAsync([AProject.By("DE").Build()])).Single().Id.ToString();

        var example = parameter.Property.GetCustomAttribute<ExampleAttribute>();
        return (
                example?.Value is bool flag
                    ? (flag ? "true" : "false")
                    : Convert.ToString(example?.Value, CultureInfo.InvariantCulture)
            ) ?? throw new AssertionException($"{parameter.Name} has no example.");
    }

    private static object Some(Type type) =>
        type == typeof(IReadOnlyList<string>) ? (string[])["TJ"]
        : type == typeof(IReadOnlyList<Pillar>) ? (Pillar[])[Pillar.Precursors]
        : type == typeof(IReadOnlyList<ProjectStatus>) ? (ProjectStatus[])[ProjectStatus.Closed]
        : type == typeof(IReadOnlyList<Visibility>) ? (Visibility[])[Visibility.Restricted]
        : type == typeof(bool?) ? true
        : type == typeof(DateOnly?) ? new DateOnly(2020, 1, 1)
        : type == typeof(DateTimeOffset?) ? DateTimeOffset.UnixEpoch
        : type == typeof(Circle) ? new Circle(37.2, 68.6, 50)
        : type == typeof(BoundingBox) ? BoundingBox.FromDegrees(67, 36, 71, 39)
        : throw new AssertionException($"Name a value of the type {type} here.");
}
